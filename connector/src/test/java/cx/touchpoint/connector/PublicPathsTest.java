package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.connector.http.PublicListener;
import cx.touchpoint.connector.management.ManagementListener;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is served to the public, and above all what is not. */
class PublicPathsTest {

  @TempDir Path directory;

  @Test
  void noInternalPathIsServedToThePublicInAnySpelling() throws Exception {
    try (RunningConnector chat = RunningConnector.echoChat(directory.resolve("chat"));
        RunningConnector hook = RunningConnector.echoHook(directory.resolve("hook"))) {
      for (RunningConnector connector : List.of(chat, hook)) {
        for (String path : ManagementListener.PATHS) {
          assertThat(status(connector, path)).as("inside " + path).isEqualTo(200);
          for (String spelling :
              List.of(
                  path,
                  path + "/",
                  path + "?x=1",
                  "/ping/.." + path,
                  "/." + path,
                  "/" + path,
                  path.toUpperCase(java.util.Locale.ROOT),
                  path.replace("s", "%73"))) {
            assertThat(RunningConnector.get(connector.open(spelling)).statusCode())
                .as("outside " + spelling)
                .isEqualTo(404);
          }
        }
      }
    }
  }

  @Test
  void onlyThePathsOfTheChannelsTypeAreServed() throws Exception {
    try (RunningConnector chat = RunningConnector.echoChat(directory.resolve("chat"));
        RunningConnector hook = RunningConnector.echoHook(directory.resolve("hook"))) {
      assertThat(open(chat, "/ping")).isEqualTo(200);
      assertThat(open(chat, "/ws")).isEqualTo(426);
      assertThat(open(chat, "/widget.js")).isEqualTo(200);
      assertThat(open(chat, "/demo")).isEqualTo(200);
      assertThat(open(chat, "/hooks/webhook")).isEqualTo(404);
      assertThat(open(chat, "/")).isEqualTo(404);

      assertThat(open(hook, "/ping")).isEqualTo(200);
      assertThat(open(hook, "/hooks/webhook")).isEqualTo(405);
      assertThat(open(hook, "/ws")).isEqualTo(404);
      assertThat(open(hook, "/widget.js")).isEqualTo(404);
      assertThat(open(hook, "/demo")).isEqualTo(404);
      assertThat(hook.metrics().value("touchpoint_requests_total{outcome=unrouted}")).isEqualTo(3);
    }
  }

  @Test
  void theDemoPageIsServedOnlyWhileItIsAskedFor() throws Exception {
    try (RunningConnector chat = RunningConnector.echoChat(directory)) {
      assertThat(open(chat, "/demo")).isEqualTo(200);
      chat.configured(
              Configuration.webChat()
                  .revision("r2")
                  .block("\"webChat\": {\"allowedOrigins\": [\"https://a.example\"]}")
                  .json())
          .reload();
      assertThat(open(chat, "/demo")).isEqualTo(404);
    }
  }

  @Test
  void theDemoPageRunsNothingButTheWidget() throws Exception {
    try (RunningConnector chat = RunningConnector.echoChat(directory)) {
      HttpResponse<String> page = RunningConnector.get(chat.open("/demo"));
      assertThat(page.headers().firstValue("content-security-policy").orElse(""))
          .contains("default-src 'none'")
          .contains("script-src 'self'")
          .doesNotContain("unsafe");
      assertThat(page.body()).contains("<script src=\"widget.js\" async");
    }
  }

  @Test
  void theWidgetIsOneSmallScriptThatNeverMakesMarkupOfText() throws Exception {
    try (RunningConnector chat = RunningConnector.echoChat(directory)) {
      HttpResponse<String> widget = RunningConnector.get(chat.open("/widget.js"));
      assertThat(widget.headers().firstValue("content-type"))
          .hasValue("text/javascript; charset=utf-8");
      assertThat(widget.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(widget.body().length()).isLessThan(30_000);
      assertThat(widget.body())
          .doesNotContain("innerHTML")
          .doesNotContain("outerHTML")
          .doesNotContain("insertAdjacentHTML")
          .doesNotContain("document.write")
          .doesNotContain("eval(");
      HttpResponse<String> again =
          RunningConnector.send(
              HttpRequest.newBuilder(chat.open("/widget.js"))
                  .header("If-None-Match", widget.headers().firstValue("etag").orElseThrow()));
      assertThat(again.statusCode()).isEqualTo(304);
    }
  }

  // A Channel may let its responder take five minutes, during which nothing arrives on the line.
  @Test
  void aSenderMayWaitAsLongAsTheSlowestResponderMayTake() {
    assertThat(PublicListener.options("127.0.0.1", 0).getReadIdleTimeout()).isGreaterThan(330);
  }

  private static int open(RunningConnector connector, String path) throws Exception {
    return RunningConnector.get(connector.open(path)).statusCode();
  }

  private static int status(RunningConnector connector, String path) throws Exception {
    return RunningConnector.get(connector.internal(path)).statusCode();
  }
}
