package cx.touchpoint.connector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The lines between the rooms of this house. */
class ArchitectureTest {

  private static final JavaClasses CONNECTOR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("cx.touchpoint.connector");

  @Test
  void aConnectorKnowsNothingOfKubernetesOrTheOperator() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8..", "cx.touchpoint.operator..", "cx.touchpoint.api.v1alpha1..")
        .check(CONNECTOR);
  }

  @Test
  void noRoomIsALumberRoom() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..utils..", "..impl..", "..helper..", "..helpers..", "..misc..")
        .check(CONNECTOR);
  }

  @Test
  void roomsDoNotLeanOnEachOtherInCircles() {
    slices().matching("cx.touchpoint.connector.(*)..").should().beFreeOfCycles().check(CONNECTOR);
  }

  @Test
  void protocolsDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("..webchat..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..webhook..")
        .check(CONNECTOR);
    noClasses()
        .that()
        .resideInAPackage("..webhook..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..webchat..")
        .check(CONNECTOR);
  }

  @Test
  void conversationsArePlainJavaWithoutNetworkOrFiles() {
    noClasses()
        .that()
        .resideInAnyPackage("..conversation..", "..promise..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "java.nio.file..", "java.net..")
        .check(CONNECTOR);
  }

  @Test
  void nobodyAsksTheMachineForTheTimeButTheOneWhoPassesItOn() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Ticks")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.Clock.class, "systemUTC")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CONNECTOR);
  }

  @Test
  void classesAreFinalAndStateIsNotStatic() {
    classes()
        .that()
        .areTopLevelClasses()
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(CONNECTOR);
    noFields().that().areStatic().should().notBeFinal().check(CONNECTOR);
  }

  @Test
  void everyPackageIsNullMarked() {
    CONNECTOR.stream()
        .map(type -> type.getPackage())
        .distinct()
        .forEach(
            room -> assertThat(room.isAnnotatedWith(NullMarked.class)).as(room.getName()).isTrue());
  }
}
