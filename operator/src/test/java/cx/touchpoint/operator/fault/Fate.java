package cx.touchpoint.operator.fault;

import io.fabric8.kubernetes.api.model.DeletionPropagation;

/** What may become of a Channel. */
enum Fate {
  /** It is gone at once, what it became some time later. */
  Background {
    @Override
    void befall(SupportChannel channel) {
      channel.delete(DeletionPropagation.BACKGROUND);
    }
  },
  /** It stays, marked, until everything that it became is gone. */
  Foreground {
    @Override
    void befall(SupportChannel channel) {
      channel.delete(DeletionPropagation.FOREGROUND);
    }
  },
  /** Another one of the same name takes its place. */
  Replaced {
    @Override
    void befall(SupportChannel channel) {
      channel.delete(DeletionPropagation.BACKGROUND);
      channel.create();
    }
  };

  abstract void befall(SupportChannel channel);
}
