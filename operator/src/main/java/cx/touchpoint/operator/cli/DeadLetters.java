package cx.touchpoint.operator.cli;

import picocli.CommandLine.Command;

/** Lists messages that were given up and has them tried again. */
@Command(
    name = "dead-letters",
    headerHeading =
        """
        Examples:
          touchpoint dead-letters list support-chat -n care
          touchpoint dead-letters replay support-chat -n care 4711.3
          touchpoint dead-letters replay support-chat -n care --all

        """,
    header = "Lists messages that were given up, and has them tried again.",
    description = {
      "%nA message is given up when the responder refuses it, or five times did not answer it; the"
          + " customer was told (responder.sorry). Tried again it is said once more at the end of"
          + " its conversation, and the answer reaches the customer as any other. Asks a connector"
          + " through a forwarded port (pods/portforward).%n",
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Exit codes: 0 done, 1 there is no such one, or your input, 2 our failure."},
    mixinStandardHelpOptions = true,
    subcommands = {DeadLettersList.class, DeadLettersReplay.class})
final class DeadLetters {}
