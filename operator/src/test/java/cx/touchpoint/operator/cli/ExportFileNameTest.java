package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportFileNameTest {

  private static final UUID ID = UUID.fromString("c56a4180-65aa-42ec-a945-5fd21dec0538");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parcel.jpg|parcel.jpg",
        "Broken parcel (é).png|Broken_parcel_e_.png",
        "../../etc/passwd|etc_passwd",
        "/etc/passwd|etc_passwd",
        "C:\\Windows\\x.dll|C_Windows_x.dll",
        "..\uFF0F..\uFF0Fx|x",
        ".bashrc|bashrc",
        "-rf|rf",
        "a\u0000b\u001B[2Jc.txt|a_b_2Jc.txt",
        "photo\u202Egpj.exe|photo_gpj.exe",
        "x.txt. .|x.txt",
        "$(reboot)`id`;*?.txt|reboot_id_.txt"
      })
  void nothingOfANameLeadsElsewhere(String given, String left) {
    assertThat(ExportFileName.of(ID, given)).isEqualTo(ID + "-" + left);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "///", "請求書", "\n"})
  void aNameOfWhichNothingIsLeftIsTheId(String given) {
    assertThat(ExportFileName.of(ID, given)).isEqualTo(ID.toString());
  }

  @Test
  void aNameOfADeviceIsNone() {
    assertThat(ExportFileName.of(ID, "CON")).isEqualTo(ID + "-CON");
    assertThat(ExportFileName.of(ID, "nul.txt")).isEqualTo(ID + "-nul.txt");
  }

  @Test
  void aLongNameKeepsItsEnding() {
    assertThat(ExportFileName.of(ID, "a".repeat(300) + ".pdf"))
        .isEqualTo(ID + "-" + "a".repeat(96) + ".pdf");
    assertThat(ExportFileName.of(ID, "a." + "b".repeat(300)))
        .isEqualTo(ID + "-a." + "b".repeat(98));
  }
}
