package cx.touchpoint.operator;

import cx.touchpoint.api.v1alpha1.PromiseStatus;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.channel.ClassSource;
import cx.touchpoint.operator.kube.EventRecorder;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.ServedApis;
import cx.touchpoint.operator.measure.ChannelId;
import cx.touchpoint.operator.measure.HttpPrometheus;
import cx.touchpoint.operator.measure.Measurements;
import cx.touchpoint.operator.measure.News;
import cx.touchpoint.operator.measure.PrometheusAddress;
import cx.touchpoint.operator.measure.PromiseId;
import cx.touchpoint.operator.measure.Said;
import cx.touchpoint.operator.measure.WriteRhythm;
import cx.touchpoint.operator.objective.PromiseControl;
import cx.touchpoint.operator.objective.PromiseSettings;
import cx.touchpoint.operator.objective.PromiseWatch;
import cx.touchpoint.operator.objective.ServiceLevelObjectiveReconciler;
import cx.touchpoint.operator.responsetime.ResponseTimeTargetReconciler;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The controllers of both kinds of promise, and what they ask Prometheus for together. */
final class PromiseControllers {

  /** How long a Prometheus may take to say how all promises stand. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ClassSource classes;
  private final PromiseWatch<ResponseTimeTarget> targets;
  private final PromiseWatch<ServiceLevelObjective> objectives;
  private final Measurements measurements;
  private final Consumer<ChannelId> channels;
  private final Runnable allChannels;
  private final ResponseTimeTargetReconciler ofTargets;
  private final ServiceLevelObjectiveReconciler ofObjectives;

  /**
   * Controllers that share what they are told.
   *
   * @param channels hears of each Channel of which something has turned
   * @param allChannels hears that a Prometheus began to answer or ceased to
   */
  PromiseControllers(
      KubernetesClient client,
      ServedApis served,
      ClassSource classes,
      PromiseSettings settings,
      Executor executor,
      EventRecorder events,
      Clock clock,
      Consumer<ChannelId> channels,
      Runnable allChannels) {
    this.classes = classes;
    this.channels = channels;
    this.allChannels = allChannels;
    targets =
        new PromiseWatch<>(
            ResponseTimeTarget.class, Labels.RESPONSE_TIME_TARGET, true, served, classes, settings);
    objectives =
        new PromiseWatch<>(
            ServiceLevelObjective.class,
            Labels.SERVICE_LEVEL_OBJECTIVE,
            false,
            served,
            classes,
            settings);
    measurements =
        new Measurements(
            it -> new HttpPrometheus(PrometheusAddress.of(it), PATIENCE),
            executor,
            clock,
            settings.pace().of(Measurements.RHYTHM).duration(),
            new Wakes());
    WriteRhythm rhythm = settings.rhythm();
    ofTargets =
        new ResponseTimeTargetReconciler(
            control(targets, ResponseTimeTarget::new, rhythm, client, events, clock));
    ofObjectives =
        new ServiceLevelObjectiveReconciler(
            control(objectives, ServiceLevelObjective::new, rhythm, client, events, clock));
  }

  private <P extends CustomResource<?, PromiseStatus>> PromiseControl<P> control(
      PromiseWatch<P> watch,
      Supplier<P> empty,
      WriteRhythm rhythm,
      KubernetesClient client,
      EventRecorder events,
      Clock clock) {
    return new PromiseControl<>(watch, empty, measurements, rhythm, client, events, clock);
  }

  List<Reconciler<?>> reconcilers() {
    return List.of(ofTargets, ofObjectives);
  }

  /** Asks every Prometheus that is due. Call it about once a second while leading. */
  void askPrometheus() {
    measurements.askDue(classes.prometheuses());
  }

  /** Looks at every promise again, because the optional APIs have changed. */
  void apisChanged() {
    targets.nudgeAll();
    objectives.nudgeAll();
  }

  /** What a Prometheus is known to have said. */
  Said said(String address) {
    return measurements.said(address);
  }

  private final class Wakes implements News {
    @Override
    public void turned(ChannelId channel) {
      channels.accept(channel);
    }

    @Override
    public void stands(PromiseId promise) {
      (promise.isTarget() ? targets : objectives).nudge(promise.namespace(), promise.object());
    }

    @Override
    public void reached(String address) {
      apisChanged();
      allChannels.run();
    }
  }
}
