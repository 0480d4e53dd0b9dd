package cx.touchpoint.operator.measure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackagesOf(Standing.class);

  @Test
  void measuringKnowsNoCluster() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.javaoperatorsdk..")
        .check(classes);
  }

  @Test
  void whatAnswersMeanIsSaidWithoutClockThreadAndConnection() {
    noClasses()
        .that()
        .haveNameNotMatching(".*[.](HttpPrometheus|Complaints|Measurements|Interviewed)([$].*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "java.util.concurrent..")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.time.Clock.class)
        .check(classes);
  }
}
