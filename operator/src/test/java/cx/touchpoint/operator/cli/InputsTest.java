package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.validation.Finding;
import cx.touchpoint.operator.validation.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InputsTest {

  private static final InputStream NOTHING = InputStream.nullInputStream();

  @TempDir private Path folder = Path.of("");

  @Test
  void aDirectoryGivesItsYamlFilesByName() throws IOException {
    Files.createDirectories(folder.resolve("deep/.git"));
    write("b.yml", "b");
    write("a.yaml", "a");
    write("deep/c.yaml", "c");
    write("deep/.git/hidden.yaml", "hidden");
    write("notes.txt", "text");

    Inputs inputs = Inputs.read(List.of(folder.toString()), NOTHING);

    assertThat(inputs.unreadable()).isEmpty();
    assertThat(inputs.sources()).extracting(Source::text).containsExactly("a", "b", "c");
  }

  @Test
  void aDashIsStandardInput() {
    var standardInput = new ByteArrayInputStream("kind: X".getBytes(StandardCharsets.UTF_8));

    assertThat(Inputs.read(List.of("-"), standardInput).sources())
        .containsExactly(new Source("<stdin>", "kind: X"));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() throws IOException {
    write("a.yaml", "\uFEFFkind: X");

    assertThat(read("a.yaml").sources()).extracting(Source::text).containsExactly("kind: X");
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Files.write(folder.resolve("image.yaml"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    Files.write(folder.resolve("zero.yaml"), new byte[] {'a', 0, 'b'});

    assertThat(problem("image.yaml")).isEqualTo("is not UTF-8 text");
    assertThat(problem("zero.yaml")).isEqualTo("is not text: it has a zero byte");
  }

  @Test
  void aHugeFileIsRefusedWithoutReadingItAll() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        };

    assertThat(Inputs.read(List.of("-"), endless).unreadable())
        .extracting(Finding::toString)
        .containsExactly("<stdin>: is larger than 16 MiB: split it");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThat(problem("missing.yaml")).isEqualTo("does not exist");
    assertThat(problem("")).isEqualTo("has no .yaml or .yml file in it");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Inputs read(String name) {
    return Inputs.read(List.of(folder.resolve(name).toString()), NOTHING);
  }

  private String problem(String name) {
    return read(name).unreadable().getFirst().message();
  }
}
