package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link ConversationHistory} keeps, and where. */
@ValidationRule(
    value = "self.tenant.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    fieldPath = ".tenant",
    message =
        "must be lower-case letters, digits and '-', beginning and ending with a letter or digit,"
            + " for example shop")
@ValidationRule(
    value = "self.tenant == oldSelf.tenant",
    fieldPath = ".tenant",
    message =
        "cannot change, for messages lie in the database under it: create another"
            + " ConversationHistory with the other tenant, name that one in the Channels, then delete"
            + " this one")
@ValidationRule(
    value =
        "!has(self.retention) ||"
            + " self.retention.matches('^([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650)d$')",
    fieldPath = ".retention",
    message = "must be whole days from 1d to 3650d, for example 90d")
public record ConversationHistorySpec(
    @Required @JsonPropertyDescription("The database, PostgreSQL 14 or newer.") Postgres postgres,
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription(
            "Whose conversations these are. Histories of one tenant on one database are one history,"
                + " in whatever namespaces they lie; those of different tenants know nothing of each"
                + " other. Cannot be changed.")
        String tenant,
    @Default("90d")
        @Size(max = 12)
        @JsonPropertyDescription("How long a message is kept, in whole days from 1d to 3650d.")
        @Nullable String retention,
    @JsonPropertyDescription("By what customers are recognised; unless set, nobody is.")
        @Nullable Identity identity) {

  /** By what customers are found to be one person. */
  @ValidationRule(
      value = "size(self.keys) > 0",
      fieldPath = ".keys",
      message =
          "recognises nobody: give a key, for example [AccountId, Email], or leave identity out")
  @ValidationRule(
      value = "self.keys.all(k, self.keys.exists_one(o, o == k))",
      fieldPath = ".keys",
      message = "names a key twice")
  public record Identity(
      @Required
          @Size(max = 3)
          @JsonPropertyDescription(
              "Names that channels prove. Who proves a name that was proved before, on whichever"
                  + " channel, is the same person; two who prove different names of the first key"
                  + " never are. Needs key identityKey (32 or more random bytes in base64) in the"
                  + " Secret of the database, because names lie there as keyed hashes.")
          List<IdentityKey> keys) {}

  /** A kind of name that customers go by. */
  public enum IdentityKey {
    /** What the company's own systems call them. */
    AccountId,
    /** An address; its letters may be large or small. */
    Email,
    /** In international form (E.164). */
    Phone
  }

  /** How connectors reach the database. */
  public record Postgres(
      @Required
          @JsonPropertyDescription(
              "A Secret of this namespace. Keys: uri"
                  + " (postgresql://user:password@host:5432/database?sslmode=verify-full), or host,"
                  + " port, database (or dbname), user (or username) and password; ca (or ca.crt)"
                  + " with the certificate authorities of the database where the usual ones do not"
                  + " do.")
          SecretReference secretRef) {}
}
