package cx.touchpoint.connector.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trust in certificate authorities of one's own beside those Java comes with. */
final class Authorities {

  private Authorities() {}

  /**
   * One trust manager for both. Two of them in turn would each validate half a chain; one key store
   * with all the anchors leaves the whole validation to Java's PKIX.
   *
   * @throws UnusableBundle when the bytes are not certificates in PEM form
   */
  static X509TrustManager beside(byte[] pem) throws UnusableBundle {
    List<Certificate> anchors = new ArrayList<>(read(pem));
    try {
      anchors.addAll(Arrays.asList(manager(null).getAcceptedIssuers()));
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      for (int i = 0; i < anchors.size(); i++) {
        all.setCertificateEntry("anchor-" + i, anchors.get(i));
      }
      return manager(all);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("Java's own certificate authorities cannot be read", e);
    }
  }

  private static Collection<? extends Certificate> read(byte[] pem) throws UnusableBundle {
    Collection<? extends Certificate> certificates;
    try {
      certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
    } catch (CertificateException e) {
      throw new UnusableBundle(
          "is not a list of certificates: "
              + e.getMessage()
              + ". Write PEM, each from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.");
    }
    if (certificates.isEmpty()) {
      throw new UnusableBundle("holds no certificate. Write one or more in PEM form.");
    }
    return certificates;
  }

  /** A trust manager of Java's for these anchors, null for its own. */
  private static X509TrustManager manager(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Java trusts by X.509 certificates"));
  }

  /** A bundle that is there and cannot be used. */
  static final class UnusableBundle extends Exception {
    private static final long serialVersionUID = 1;

    UnusableBundle(String message) {
      super(message);
    }
  }
}
