package cx.touchpoint.operator.measure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import cx.touchpoint.operator.measure.Answer.Sample;
import cx.touchpoint.operator.measure.Answer.Series;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of Prometheus' HTTP API while it arrives, so that an answer is never held as text
 * and as objects at once. Goes by the shape of what it meets, not by the order of the fields.
 */
final class AnswerReader {

  /** More samples than any question of ours asks for; each takes some dozens of bytes. */
  static final int MOST_SAMPLES = 1_000_000;

  /** More series than any question of ours asks for; each takes some hundreds of bytes. */
  static final int MOST_SERIES = 250_000;

  private static final int MOST_WARNINGS = 10;

  /**
   * What was read.
   *
   * @param error what Prometheus says is wrong; empty when nothing is
   */
  record Read(Answer answer, String error) {}

  /** It is JSON perhaps, but not what Prometheus says. */
  static final class Strange extends IOException {
    private static final long serialVersionUID = 1;

    Strange(String message) {
      super(message);
    }
  }

  /** There is more than anybody asked for. */
  static final class TooMuch extends IOException {
    private static final long serialVersionUID = 1;

    TooMuch(String message) {
      super(message);
    }
  }

  private final JsonParser json;
  private final List<Series> series = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** The same few names and values come with every series. */
  private final Map<String, String> known = new HashMap<>();

  private int samples;
  private String status = "";
  private String error = "";

  private AnswerReader(JsonParser json) {
    this.json = json;
  }

  static Read read(InputStream in) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(in)) {
      return new AnswerReader(json).read();
    }
  }

  private Read read() throws IOException {
    expect(json.nextToken() == JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "status" -> status = text();
        case "error" -> error = text();
        case "data" -> data();
        case "warnings" -> warnings();
        default -> json.skipChildren();
      }
    }
    boolean failed = status.equals("error");
    expect(failed || status.equals("success"));
    return new Read(
        new Answer(series, warnings), failed && error.isEmpty() ? "no reason given" : error);
  }

  private void data() throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean result = json.currentName().equals("result");
      json.nextToken();
      if (result && json.currentToken() == JsonToken.START_ARRAY) {
        result();
      } else {
        json.skipChildren();
      }
    }
  }

  private void result() throws IOException {
    JsonToken first = json.nextToken();
    if (first != null && first.isNumeric()) {
      add(Map.of(), List.of(sample()));
      return;
    }
    while (json.currentToken() == JsonToken.START_OBJECT) {
      series();
      json.nextToken();
    }
    expect(json.currentToken() == JsonToken.END_ARRAY);
  }

  private void series() throws IOException {
    Map<String, String> labels = Map.of();
    var values = new ArrayList<Sample>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "metric" -> labels = labels();
        case "value" -> {
          expect(json.currentToken() == JsonToken.START_ARRAY);
          json.nextToken();
          values.add(sample());
        }
        case "values" -> {
          expect(json.currentToken() == JsonToken.START_ARRAY);
          while (json.nextToken() == JsonToken.START_ARRAY) {
            json.nextToken();
            values.add(sample());
          }
        }
        // Native histograms, which nothing here asks for.
        default -> json.skipChildren();
      }
    }
    if (!values.isEmpty()) {
      add(labels, values);
    }
  }

  private void add(Map<String, String> labels, List<Sample> values) throws TooMuch {
    if (series.size() == MOST_SERIES) {
      throw new TooMuch("more than " + MOST_SERIES + " series");
    }
    series.add(new Series(labels, values));
  }

  private Map<String, String> labels() throws IOException {
    expect(json.currentToken() == JsonToken.START_OBJECT);
    var labels = new HashMap<String, String>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      labels.put(once(name), once(text()));
    }
    return labels;
  }

  /** From the moment to the bracket behind the value: {@code 1792320000.123,"0.5"]}. */
  private Sample sample() throws IOException {
    expect(json.currentToken().isNumeric());
    if (++samples > MOST_SAMPLES) {
      throw new TooMuch("more than " + MOST_SAMPLES + " samples");
    }
    double second = json.getDoubleValue();
    json.nextToken();
    double value = number(text());
    expect(json.nextToken() == JsonToken.END_ARRAY);
    return new Sample(second, value);
  }

  private static double number(String text) throws Strange {
    try {
      return switch (text) {
        case "+Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw new Strange("'" + text + "' is no value");
    }
  }

  private void warnings() throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      if (warnings.size() < MOST_WARNINGS) {
        warnings.add(json.getText());
      }
    }
  }

  private String text() throws IOException {
    expect(json.currentToken() == JsonToken.VALUE_STRING);
    return json.getText();
  }

  private String once(String text) {
    String former = known.putIfAbsent(text, text);
    return former == null ? text : former;
  }

  private void expect(boolean met) throws Strange {
    if (!met) {
      throw new Strange(
          "unexpected "
              + json.currentToken()
              + " at byte "
              + json.currentTokenLocation().getByteOffset());
    }
  }
}
