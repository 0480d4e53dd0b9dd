package cx.touchpoint.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Lines between the rooms of this house that the compiler does not hold. */
final class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("cx.touchpoint.operator");

  /** What a plan is made of: same inputs, same plan; so nothing in it may ask the world. */
  private static final String PLANNING =
      ".*\\.channel\\.(ChannelPlan|ConnectorPlan|WebsitePlan|ChannelInputs|Configuration|Connector|ConnectorPod|Credentials"
          + "|Exposure|Hosts|Identity|Limits|Monitoring|Paths|Ports|Replicas|Routes|Capacity|Scaled|Scalers|Scaling|Services"
          + "|ChannelStatuses|Connectors|Exposed|Probed|Probing|Reach|Readiness|Referred|Rollout)(\\$.*)?"
          + "|.*\\.history\\.(Durability|HistoryReference|HistoryStatuses)(\\$.*)?";

  @Test
  void planningKnowsNoClusterAndNoClock() {
    noClasses()
        .that()
        .haveNameMatching(PLANNING)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client",
            "io.fabric8.kubernetes.client.dsl..",
            "io.javaoperatorsdk..",
            "java.net.http..")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(OURS);
  }

  @Test
  void theCommandLineNeverReachesIntoTheReconciler() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..operator.channel..", "..operator")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("ChannelReconciler")
        .check(OURS);
  }

  @Test
  void noStateIsSharedBehindOurBack() {
    fields().that().areStatic().should().beFinal().check(OURS);
  }

  @Test
  void noRoomIsCalledUtilsOrImpl() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..impl..", "..helper..", "..common..")
        .check(OURS);
  }
}
