package cx.touchpoint.operator.objective;

import cx.touchpoint.api.v1alpha1.Promised;
import cx.touchpoint.operator.measure.Figures;
import cx.touchpoint.operator.measure.PromiseId;
import cx.touchpoint.operator.measure.Said;
import cx.touchpoint.operator.measure.Standing;
import cx.touchpoint.operator.measure.Standings;
import java.util.List;
import java.util.Map;

/** Where each promise of an object stands, in the words of a status. */
final class Promises {

  private Promises() {}

  /** In the order of the spec; of one that nothing is known of, that. */
  static List<Promised> of(PromisePlan plan, Said said, String namespace) {
    Standings standings = said.last().map(Said.Answered::standings).orElse(Standings.NONE);
    return plan.objectives().stream()
        .map(it -> of(it, standings.of(new PromiseId(namespace, it.slo()))))
        .toList();
  }

  private static Promised of(Objective objective, Map<String, Figures> said) {
    String name = objective.slo().substring(objective.slo().lastIndexOf('/') + 1);
    String share = objective.share().toString().replace(" ", "");
    return switch (objective.population()) {
      case Population.Each it -> Standing.ofEach(name, share, it.owners().keySet(), said);
      case Population.Together it -> Standing.together(name, share, said);
      case Population.Anything it -> Standing.together(name, share, said);
    };
  }
}
