package cx.touchpoint.acceptance;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Says once, and not per class, why nothing of this module runs and what to do about it. */
public final class SkippedInOneLine implements TestExecutionListener {

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (plan.containsTests() && WholeCluster.kubeconfig().isEmpty()) {
      System.out.println("skipped: " + WholeCluster.HOW_TO_RUN);
    }
  }
}
