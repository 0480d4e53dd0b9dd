package cx.touchpoint.connector.store;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.connector.ConnectorConfiguration.History;
import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.connector.ConnectorStatus.History.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store says of a real PostgreSQL that is not as it should be, or of a Secret. */
class StoreStatesTest {

  @TempDir private Path secret;

  @Test
  void aUserWhoMayNotMakeTheSchemaHearsWhichRightIsMissing() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String database = PostgresServer.databaseOf(server.newDatabase());
    server.sql("postgres", "DROP ROLE IF EXISTS guest");
    server.sql("postgres", "CREATE ROLE guest LOGIN PASSWORD 'guest'");
    ConnectorStatus.History status = found(server.uri("guest", "guest", database));
    assertThat(status.state()).isEqualTo(State.NoRights);
    assertThat(status.message()).contains("CREATE on the database");
  }

  @Test
  void aDatabaseThatIsTooOldIsToldWhichIsNot() throws Exception {
    try (PostgresServer server = OtherPostgres.TOO_OLD.start()) {
      ConnectorStatus.History status = found(server.newDatabase());
      assertThat(status.state()).isEqualTo(State.TooOld);
      assertThat(status.state().keeps()).isFalse();
      assertThat(status.message())
          .isEqualTo("The database is PostgreSQL 13. Messages are kept in 14 or newer.");
    }
  }

  @Test
  void aDatabaseThatSaysYesBeforeItIsOnDiskIsTold() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String uri = server.newDatabase();
    String database = PostgresServer.databaseOf(uri);
    server.sql(database, "ALTER DATABASE %s SET synchronous_commit = off".formatted(database));
    ConnectorStatus.History status = found(uri);
    assertThat(status.state()).isEqualTo(State.AcknowledgedBeforeSync);
    assertThat(status.state().keeps()).isTrue();
    assertThat(status.message()).contains("synchronous_commit");
  }

  @Test
  void aPasswordThatIsWrongIsToldWithoutIt() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String database = PostgresServer.databaseOf(server.newDatabase());
    ConnectorStatus.History status = found(server.uri("touchpoint", "s3cret", database));
    assertThat(status.state()).isEqualTo(State.WrongCredentials);
    assertThat(status.message()).doesNotContain("s3cret");
  }

  @Test
  void aDatabaseThatDoesNotExistIsNamed() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String uri = server.newDatabase().replaceFirst("/[^/]*$", "/nowhere");
    ConnectorStatus.History status = found(uri);
    assertThat(status.state()).isEqualTo(State.CredentialsInvalid);
    assertThat(status.message()).contains("nowhere");
  }

  @Test
  void whereNobodyListensNothingIsReached() throws Exception {
    assertThat(found("postgresql://a:b@127.0.0.1:1/c").state()).isEqualTo(State.Unreachable);
  }

  @Test
  void anEmptySecretSaysWhatToWrite() throws Exception {
    Files.delete(Files.writeString(secret.resolve("uri"), ""));
    ConnectorStatus.History status = look();
    assertThat(status.state()).isEqualTo(State.CredentialsMissing);
    assertThat(status.message()).contains("postgresql://user:password@host:5432/database");
  }

  @Test
  void aUriThatIsNoneIsRefusedWithoutItsPassword() throws Exception {
    for (String uri :
        new String[] {
          "mysql://a:s3cret@db/c",
          "postgresql://db/c",
          "postgresql://a:s3cret@db",
          "a b s3cret",
          "postgresql://a:s3cret@db/c?sslmode=maybe"
        }) {
      ConnectorStatus.History status = found(uri);
      assertThat(status.state()).as(uri).isEqualTo(State.CredentialsInvalid);
      assertThat(status.message()).as(uri).doesNotContain("s3cret");
    }
  }

  @Test
  void thePartsOfCloudNativePgAreUnderstood() throws Exception {
    write("host", "db.example.com");
    write("dbname", "app");
    write("username", "app");
    write("password", "p@ss/word\n");
    write("ca.crt", "a certificate");
    Database database = new DatabaseSecret(secret).read();
    assertThat(database)
        .isEqualTo(
            new Database(
                "db.example.com", 5432, "app", "app", "p@ss/word", null, secret.resolve("ca.crt")));
    assertThat(database.properties()).containsEntry("sslmode", "verify-full");
    assertThat(database).hasToString("db.example.com:5432/app as app");
  }

  private ConnectorStatus.History found(String uri) throws IOException {
    write("uri", uri);
    return look();
  }

  private ConnectorStatus.History look() {
    try (Store store = new Store(secret, new History("customers", "care", "shop", 90))) {
      store.look();
      return store.status();
    }
  }

  private void write(String key, String content) throws IOException {
    Files.writeString(secret.resolve(key), content);
  }
}
