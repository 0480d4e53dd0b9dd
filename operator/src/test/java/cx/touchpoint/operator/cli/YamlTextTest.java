package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.operator.validation.Documents;
import cx.touchpoint.operator.validation.Source;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "plain",
        "yes",
        "No",
        "on",
        "y",
        "true",
        "null",
        "~",
        "0755",
        "0o17",
        "0x1F",
        "0b11",
        "1_000",
        "1e3",
        "5.",
        ".5",
        "+5",
        "12:30:45",
        "2001-01-01",
        ".inf",
        "<<",
        "=",
        "- a",
        "a: b",
        "# a",
        "two\nlines\n",
        "{\n  \"json\" : true\n}\n",
        "tab\there",
        "\u2028",
        "'quoted'",
        "*a",
        "whsec_ab+/=",
        "200m"
      })
  void aTextStaysTheSameText(String text) {
    ObjectNode object = JsonNodeFactory.instance.objectNode().put("value", text);

    assertThat(Documents.of(new Source("a.yaml", YamlText.of(object)))).containsExactly(object);
  }
}
