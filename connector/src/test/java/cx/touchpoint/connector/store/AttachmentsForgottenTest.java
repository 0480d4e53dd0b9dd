package cx.touchpoint.connector.store;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.connector.ConnectorConfiguration.History;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.store.Attachments.Kept;
import cx.touchpoint.connector.store.Inbox.Incoming;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long files are kept, in a real PostgreSQL. */
class AttachmentsForgottenTest {

  @TempDir private Path secret;
  private String database = "";
  private Store store;
  private ChannelStore channel;

  @BeforeEach
  void open() throws Exception {
    String uri = PostgresServer.shared().newDatabase();
    database = PostgresServer.databaseOf(uri);
    Files.writeString(secret.resolve("uri"), uri + "\n");
    History history = new History("customers", "care", "shop", 90);
    store = new Store(secret, history);
    store.look();
    channel = ChannelStore.of(store, history, "hello", "one", new SecureRandom(), List::of);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatNothingNamesForAnHourIsForgottenAndWhatIsNamedStays() throws Exception {
    UUID named = file("c1").id();
    UUID young = file("c1").id();
    UUID old = file("c1").id();
    UUID half = channel.attachments().begin("c1", "a.txt", "text/plain").orElseThrow().file().id();
    assertThat(channel.attachments().attach("c1", List.of(named))).isPresent();
    assertThat(channel.attachments().attach("c1", List.of(half)))
        .as("half of a file is none")
        .isEmpty();
    sql("UPDATE attachment SET at = now() - interval '61 minutes' WHERE id <> '%s'", young);
    channel.attachments().forgetUnattached();
    assertThat(channel.attachments().find("c1", named)).isPresent();
    assertThat(channel.attachments().find("c1", young)).isPresent();
    assertThat(channel.attachments().find("c1", old)).isEmpty();
    assertThat(count("attachment")).isEqualTo(2);
    assertThat(count("attachment_part")).isEqualTo(2);
  }

  @Test
  void filesAreKeptAsLongAsMessages() throws Exception {
    Part.File kept = file("c1");
    channel.attachments().attach("c1", List.of(kept.id()));
    channel.inbox().keep(new Incoming("c1", "m1", List.of(kept), List.of(), null, null));
    channel.retention().keepHouse();
    assertThat(count("attachment")).isEqualTo(1);
    sql("UPDATE attachment SET at = now() - interval '91 days'");
    channel.retention().keepHouse();
    assertThat(count("attachment")).isZero();
    assertThat(count("attachment_part")).isZero();
  }

  @Test
  void noFileOutlivesItsKey() throws Exception {
    file("never said anything");
    sql("UPDATE customer SET since = now() - interval '91 days'");
    channel.retention().keepHouse();
    assertThat(count("customer")).isZero();
    assertThat(count("attachment")).isZero();
  }

  @Test
  void whatWasSaidByAnEarlierVersionReadsAsBefore() throws Exception {
    Part.File file = file("c1");
    Seal seal = new Seal(UUID.randomUUID(), new byte[Seal.KEY_BYTES]);
    SecureRandom random = new SecureRandom();
    assertThat(
            Bodies.open(seal, "m", seal.close("m", "[\"One\",\"Two\"]".getBytes("UTF-8"), random)))
        .containsExactly(Part.text("One"), Part.text("Two"));
    List<Part> both = List.of(Part.text("See"), file);
    assertThat(Bodies.open(seal, "m", Bodies.close(seal, "m", both, random))).isEqualTo(both);
  }

  private Part.File file(String conversation) throws Exception {
    Kept kept = channel.attachments().begin(conversation, "a.txt", "text/plain").orElseThrow();
    channel.attachments().keep(kept, 0, new byte[] {'a'});
    return channel.attachments().finish(kept, 1);
  }

  private void sql(String sql, Object... values) throws Exception {
    try (var connection = PostgresServer.shared().connect(database);
        var statement = connection.createStatement()) {
      connection.setSchema("touchpoint_shop");
      statement.execute(sql.formatted(values));
    }
  }

  private long count(String table) throws Exception {
    try (var connection = PostgresServer.shared().connect(database);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM touchpoint_shop." + table)) {
      row.next();
      return row.getLong(1);
    }
  }
}
