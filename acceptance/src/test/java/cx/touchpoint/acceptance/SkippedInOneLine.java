package cx.touchpoint.acceptance;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Says in one line each what does not run, why, and what to do about it. */
public final class SkippedInOneLine implements TestExecutionListener {

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (plan.containsTests() && WholeCluster.kubeconfig().isEmpty()) {
      System.out.println("skipped: " + WholeCluster.HOW_TO_RUN);
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      result
          .getThrowable()
          .ifPresent(
              it ->
                  System.out.println(
                      "does not run here: "
                          + String.valueOf(it.getMessage())
                              .replaceFirst("^Assumption failed: ", "")));
    }
  }
}
