package cx.touchpoint.operator.validation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

  private final JavaClasses classes = new ClassFileImporter().importPackagesOf(Validator.class);

  @Test
  void checkingFilesKnowsNoKubernetesClient() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..")
        .because("files are checked where no cluster is, and start-up is short without a client")
        .check(classes);
  }
}
