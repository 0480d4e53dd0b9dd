package cx.touchpoint.operator.cli;

import cx.touchpoint.api.v1alpha1.ConversationHistorySpec.IdentityKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which customer is meant, and in which history. */
final class CustomerOptions {

  @ArgGroup(multiplicity = "1")
  private Name name = new Name();

  @Option(
      names = "--history",
      paramLabel = "NAME",
      description = "The ConversationHistory. Default: the only one of the namespace.")
  private @Nullable String history;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Its namespace. Default: the context's.")
  private @Nullable String namespace;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  /** A name that the customer goes by. */
  static final class Name {
    @Option(
        names = "--account-id",
        paramLabel = "ID",
        description = "What the company's own systems call them.")
    private @Nullable String accountId;

    @Option(names = "--email", paramLabel = "ADDRESS", description = "Their address.")
    private @Nullable String email;

    @Option(
        names = "--phone",
        paramLabel = "NUMBER",
        description = "Their number in international form.")
    private @Nullable String phone;
  }

  /**
   * Opens their records.
   *
   * @throws UserError when nobody can be asked for them
   */
  CustomerRecords open() {
    Cluster opened = cluster.open();
    try {
      String in = namespace == null ? opened.namespace() : namespace;
      String pod = opened.connectorOf(in, opened.history(in, history));
      return new CustomerRecords(new ConnectorLine(opened, in, pod), key().name(), value());
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private IdentityKey key() {
    return name.accountId != null
        ? IdentityKey.AccountId
        : name.email != null ? IdentityKey.Email : IdentityKey.Phone;
  }

  /** As it was written. */
  String value() {
    for (String one : new String[] {name.accountId, name.email, name.phone}) {
      if (one != null) {
        return one;
      }
    }
    throw new IllegalStateException("picocli asks for one of them");
  }
}
