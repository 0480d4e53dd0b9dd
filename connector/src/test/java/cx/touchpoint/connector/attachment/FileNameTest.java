package cx.touchpoint.connector.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What files are called, whatever their senders call them. */
class FileNameTest {

  @Test
  void aNameComesInEitherFormOfTheHeader() throws Exception {
    assertThat(FileName.of("attachment; filename=a.png")).isEqualTo("a.png");
    assertThat(FileName.of("attachment; filename=\"my \\\"best\\\" cat.png\""))
        .isEqualTo("my \"best\" cat.png");
    assertThat(FileName.of("attachment; filename=\"x\"; filename*=UTF-8''%C3%BCber%20uns%2B.pdf"))
        .isEqualTo("über uns+.pdf");
    assertThat(FileName.of("attachment")).isEqualTo("file");
    assertThat(FileName.of(null)).isEqualTo("file");
    assertThatThrownBy(() -> FileName.of("attachment; filename*=UTF-8''%zz"))
        .isInstanceOf(RefusedFile.class)
        .hasMessageContaining("percent-encoded");
  }

  @Test
  void nothingOfANameLeadsElsewhereOrMisleads() {
    assertThat(FileName.clean("../../etc/passwd")).isEqualTo("passwd");
    assertThat(FileName.clean("C:\\temp\\a.png")).isEqualTo("a.png");
    assertThat(FileName.clean("a\u0000\r\nb.png")).isEqualTo("ab.png");
    assertThat(FileName.clean("invoice\u202Egnp.exe")).isEqualTo("invoicegnp.exe");
    assertThat(FileName.clean("...hidden")).isEqualTo("hidden");
    assertThat(FileName.clean(" . ")).isEqualTo("file");
    assertThat(FileName.clean("/")).isEqualTo("file");
    assertThat(FileName.clean("日本語 🙂.txt")).isEqualTo("日本語 🙂.txt");
  }

  @Test
  void aNameIsNoLongerThanAFileSystemTakes() {
    assertThat(FileName.clean("a".repeat(300))).hasSize(FileName.LONGEST);
    String cut = FileName.clean("🙂".repeat(200));
    assertThat(cut.length()).isLessThanOrEqualTo(FileName.LONGEST);
    assertThat(cut).matches("(🙂)+");
  }

  @Test
  void aNameCannotLeaveItsHeader() {
    assertThat(FileName.disposition("a\"; filename=b.html"))
        .isEqualTo(
            "attachment; filename=\"a_; filename=b.html\"; filename*=UTF-8''a%22%3B%20filename%3Db.html");
    assertThat(FileName.disposition("ü*.png"))
        .isEqualTo("attachment; filename=\"__.png\"; filename*=UTF-8''%C3%BC%2A.png");
  }
}
