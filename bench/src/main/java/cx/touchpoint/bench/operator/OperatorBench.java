package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Wish;

/** The operator on a real API server, beside programs that do the same and know less. */
public final class OperatorBench {

  private static final int SOME = 200;
  private static final int MANY = 1_000;
  private static final int VERY_MANY = 5_000;
  private static final int ROUNDS_OF_MANY = 2;
  private static final int OBJECTIVES = 500;

  private OperatorBench() {}

  /** Runs every part, each on what the one before left; takes about twenty minutes. */
  public static Bench.Measured run(Wish wish) throws Exception {
    Bench.tell("operator: starting etcd and kube-apiserver");
    try (var site = new Site(wish)) {
      var memory = new Memory(site);
      int many = site.size(MANY);
      if (wish.wants("memory")) {
        memory.measure(0);
      }
      if (wish.wants("promises")) {
        Promising.run(site, site.size(OBJECTIVES), Math.min(ROUNDS_OF_MANY, site.rounds()));
      }
      if (wish.wants("build")) {
        Building.run(site, site.size(SOME), site.rounds());
      }
      if (wish.wants("build-many")) {
        Building.run(site, many, Math.min(ROUNDS_OF_MANY, site.rounds()));
      }
      if (wish.wants("edit")) {
        ClassEdit.run(site, many);
      }
      if (wish.wants("one-more")) {
        OneMore.run(site, many);
      }
      if (wish.wants("takeover")) {
        Takeover.run(site, many);
      }
      if (wish.wants("idle")) {
        Idle.run(site, many);
      }
      if (wish.wants("asking")) {
        Asking.run(site, many);
      }
      if (wish.wants("memory")) {
        memory.measure(many);
        memory.measure(site.size(VERY_MANY));
        memory.report();
      }
      return new Bench.Measured(
          "WebChat Channels behind an Ingress, on an API server without controllers; floor: a program that knows the same objects",
          site.rows(),
          site.gates());
    }
  }
}
