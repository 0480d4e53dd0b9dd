package cx.touchpoint.operator.cli;

import picocli.CommandLine.Command;

/** Shows, exports and erases what is kept of one customer. */
@Command(
    name = "history",
    headerHeading =
        """
        Examples:
          touchpoint history show --account-id A-4711 -n care
          touchpoint history export --email jane@example.com -n care > jane.json
          touchpoint history erase --phone +49301234567 -n care --yes

        """,
    header = "Shows, exports and erases what is kept of one customer.",
    description = {
      "%nAsks a connector of a Channel that names the ConversationHistory, through a forwarded port:"
          + " you need the right to forward ports of pods in the namespace (pods/portforward), and"
          + " nothing else is needed, no password of the database. Who asked for what is kept in the"
          + " database (table audit) and in the connector's log.%n",
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Exit codes: 0 done, 1 nobody goes by that name, or your input, 2 our failure."},
    mixinStandardHelpOptions = true,
    subcommands = {HistoryShow.class, HistoryExport.class, HistoryUnlink.class, HistoryErase.class})
final class History {}
