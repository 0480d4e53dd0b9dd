package cx.touchpoint.connector;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.connector.attachment.EnclosedFiles;
import cx.touchpoint.connector.attachment.Limits;
import cx.touchpoint.connector.attachment.Transfers;
import cx.touchpoint.connector.conversation.Conversations;
import cx.touchpoint.connector.conversation.MemoryConversations;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.http.Route;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.RequestOutcome;
import cx.touchpoint.connector.responder.LateReplyRoute;
import cx.touchpoint.connector.responder.ResponderFilesRoute;
import cx.touchpoint.connector.responder.Responders;
import cx.touchpoint.connector.signin.SignIns;
import cx.touchpoint.connector.store.People;
import cx.touchpoint.connector.trust.CaBundle;
import cx.touchpoint.connector.webchat.Accounts;
import cx.touchpoint.connector.webchat.Asset;
import cx.touchpoint.connector.webchat.AttachmentRoute;
import cx.touchpoint.connector.webchat.Terms;
import cx.touchpoint.connector.webchat.WebChatRoute;
import cx.touchpoint.connector.webhook.WebhookRoute;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The channel a connector serves, from its first good configuration on. */
final class Channel {

  private final Responders responders;
  private final Optional<Keeping> keeping;
  private final Optional<Transfers> exports;
  private final Route fromResponders;
  private final Conversations conversations;
  private final ConnectorMetrics metrics;
  private final Protocol protocol;
  private volatile ConnectorConfiguration configuration;

  Channel(
      Vertx vertx,
      ConnectorConfiguration configuration,
      Credentials credentials,
      CaBundle caBundle,
      SignIns signIns,
      Path historySecret,
      ExecutorService turns,
      Ticks ticks,
      RandomGenerator random) {
    this.configuration = configuration;
    this.metrics = new ConnectorMetrics(configuration.channel(), configuration.type());
    this.responders = new Responders(vertx, credentials, caBundle, ticks.stopwatch(), metrics);
    Responder responder = responders.of(configuration);
    this.keeping =
        Optional.ofNullable(configuration.history())
            .map(
                history ->
                    Keeping.of(
                        configuration,
                        history,
                        historySecret,
                        responder,
                        turns,
                        ticks,
                        random,
                        metrics,
                        this::limits));
    this.conversations =
        keeping
            .<Conversations>map(Keeping::conversations)
            .orElseGet(
                () ->
                    new MemoryConversations(
                        responder, configuration.maxConcurrentTurns(), turns, ticks, metrics));
    Optional<Transfers> transfers =
        keeping.map(it -> new Transfers(vertx, turns, it.store().attachments()));
    // Places of their own: whoever is asked for a customer's files does not wait for customers.
    this.exports = keeping.map(it -> new Transfers(vertx, turns, it.store().attachments()));
    this.fromResponders = fromResponders(vertx, credentials, transfers);
    this.protocol =
        switch (configuration.type()) {
          case WebChat, Kiosk ->
              new Chat(
                  sockets(vertx, credentials, signIns, Accounts.APART, ticks, random, transfers),
                  Asset.widget(),
                  Asset.demoPage());
          case InApp ->
              new App(
                  sockets(
                      vertx,
                      credentials,
                      signIns,
                      accounts(configuration),
                      ticks,
                      random,
                      transfers));
          case Webhook ->
              new Hook(
                  new WebhookRoute(
                      vertx,
                      configuration.channel(),
                      () -> block(this.configuration.webhook()),
                      credentials,
                      conversations,
                      new EnclosedFiles(
                          keeping.map(it -> it.store().attachments()), this::limits, turns),
                      metrics,
                      ticks));
        };
    configure(configuration);
  }

  private Sockets sockets(
      Vertx vertx,
      Credentials credentials,
      SignIns signIns,
      Accounts accounts,
      Ticks ticks,
      RandomGenerator random,
      Optional<Transfers> transfers) {
    WebChatRoute route =
        new WebChatRoute(
            vertx,
            configuration.channel(),
            () -> Terms.of(configuration),
            credentials,
            signIns,
            accounts,
            conversations,
            metrics,
            ticks,
            random);
    return new Sockets(route, transfers.map(it -> new AttachmentRoute(route, it)));
  }

  private Route fromResponders(
      Vertx vertx, Credentials credentials, Optional<Transfers> transfers) {
    Route late = new LateReplyRoute(vertx, credentials, conversations);
    Optional<Route> files =
        transfers.map(it -> new ResponderFilesRoute(credentials, this::limits, it));
    return request ->
        files
            .filter(_ -> ResponderFilesRoute.serves(String.valueOf(request.path())))
            .orElse(late)
            .serve(request);
  }

  /** Which files are taken now, empty for none. */
  private Optional<Limits> limits() {
    return Limits.of(configuration);
  }

  private Accounts accounts(ConnectorConfiguration configuration) {
    ConnectorConfiguration.History history = configuration.history();
    if (history == null || keeping.isEmpty()) {
      return Accounts.APART;
    }
    People people = keeping.get().store().people();
    String channel = history.namespace() + '/' + configuration.channel();
    return account -> people.conversationOf(channel, account);
  }

  /** Goes on by another configuration; open sockets and turns in progress stay. */
  void configure(ConnectorConfiguration newest) {
    configuration = newest;
    conversations.configure(
        responders.of(newest),
        newest.maxConcurrentTurns(),
        newest.promises(),
        Keeping.sorry(newest));
    ConnectorConfiguration.History history = newest.history();
    if (history != null) {
      keeping.ifPresent(it -> it.configure(history));
    }
  }

  /** What is served at a public path. */
  Optional<Route> route(String path) {
    Optional<Route> route =
        switch (protocol) {
          case Chat chat ->
              switch (path) {
                case "/ws" -> Optional.of(chat.sockets().route());
                case "/widget.js" -> Optional.of(chat.widget());
                case "/demo" ->
                    Terms.of(configuration).demo()
                        ? Optional.of(chat.demoPage())
                        : Optional.empty();
                default -> files(chat.sockets(), path);
              };
          case App app ->
              path.equals("/ws") ? Optional.of(app.sockets().route()) : files(app.sockets(), path);
          case Hook hook ->
              path.equals("/hooks/webhook") ? Optional.of(hook.events()) : Optional.empty();
        };
    if (route.isEmpty()) {
      metrics.request(RequestOutcome.UNROUTED, 1);
    }
    return route;
  }

  private Optional<Route> files(Sockets sockets, String path) {
    boolean asked =
        path.equals(AttachmentRoute.PATH) || path.startsWith(AttachmentRoute.PATH + '/');
    return asked && limits().isPresent()
        ? sockets.files().map(Route.class::cast)
        : Optional.empty();
  }

  /** What carries files to those who look after them, empty where none are kept. */
  Optional<Transfers> exports() {
    return exports;
  }

  /** Where messages are kept, empty when they are not. Decided when the process starts. */
  Optional<Keeping> keeping() {
    return keeping;
  }

  /** Stops at once. */
  void close() {
    keeping.ifPresent(Keeping::close);
  }

  /** Where whoever answers comes by themselves: with replies, and for files. */
  Route fromResponders() {
    return fromResponders;
  }

  ConnectorMetrics metrics() {
    return metrics;
  }

  /** Decides the promises that have become due; called many times a second. */
  void advance() {
    conversations.advance();
  }

  /**
   * Takes nothing new.
   *
   * @return ends when what was taken is answered and the answers are delivered
   */
  CompletableFuture<Void> drain() {
    CompletableFuture<Void> doors =
        switch (protocol) {
          case Chat chat -> chat.sockets().route().drain();
          case App app -> app.sockets().route().drain();
          case Hook hook -> hook.events().drain();
        };
    return CompletableFuture.allOf(doors, conversations.drain());
  }

  private static <T> T block(@Nullable T block) {
    if (block == null) {
      throw new IllegalStateException("the block of the type is checked when it is read");
    }
    return block;
  }

  /** What the channel's type serves. */
  private sealed interface Protocol {}

  private record Chat(Sockets sockets, Asset widget, Asset demoPage) implements Protocol {}

  private record App(Sockets sockets) implements Protocol {}

  /** Where customers chat, and where their files go if they are kept. */
  private record Sockets(WebChatRoute route, Optional<AttachmentRoute> files) {}

  private record Hook(WebhookRoute events) implements Protocol {}
}
