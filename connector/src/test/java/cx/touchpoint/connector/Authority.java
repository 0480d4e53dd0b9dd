package cx.touchpoint.connector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that nobody knows, and the certificate it signed for this machine. */
final class Authority {

  private static final String PASSWORD = "a public one";

  private final Path folder;

  private Authority(Path folder) {
    this.folder = folder;
  }

  /** Makes one by the JDK's own keytool, in a folder of its own. */
  static Authority in(Path folder) throws Exception {
    Files.createDirectories(folder);
    var authority = new Authority(folder);
    authority.keytool("-genkeypair -alias ca -dname CN=Nobody -ext bc:c -keyalg EC -validity 2");
    authority.keytool("-genkeypair -alias server -dname CN=responder -keyalg EC -validity 2");
    authority.keytool("-certreq -alias server -file server.csr");
    authority.keytool(
        "-gencert -alias ca -infile server.csr -outfile server.crt -validity 2"
            + " -ext san=ip:127.0.0.1,dns:assistant.invalid");
    authority.keytool("-importcert -alias server -file server.crt -noprompt");
    authority.keytool("-exportcert -alias ca -rfc -file ca.pem");
    return authority;
  }

  /** The authority's own certificate, in PEM form. */
  String pem() throws IOException {
    return Files.readString(folder.resolve("ca.pem"));
  }

  /** What a server shows that the authority vouches for. */
  SSLContext server() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    keys.deleteEntry("ca");
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments.split(" ")));
    command.addAll(List.of("-keystore", "keys.p12", "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + said);
    }
  }
}
