package cx.touchpoint.operator.measure;

/** Who wants to hear what has changed. Called on the threads that ask. */
public interface News {

  /** A status would show other figures of a promise. */
  void stands(PromiseId promise);

  /** Something strains a Channel or has ceased to, or a promise of its own stands otherwise. */
  void turned(ChannelId channel);

  /** A Prometheus began to answer or ceased to: of every promise measured by it. */
  void reached(String address);
}
