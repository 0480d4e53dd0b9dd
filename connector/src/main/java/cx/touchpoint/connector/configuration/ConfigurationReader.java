package cx.touchpoint.connector.configuration;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.connector.ConnectorConfiguration;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads {@code connector.json}: strict JSON, no field that nobody obeys, no impossible value. */
final class ConfigurationReader {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .build();

  private ConfigurationReader() {}

  /**
   * @throws ConfigurationProblem when the bytes are no configuration that can be used
   */
  static ConnectorConfiguration read(byte[] content) throws ConfigurationProblem {
    ConnectorConfiguration configuration = parse(content);
    List<String> problems = ConfigurationRules.problemsOf(configuration);
    if (!problems.isEmpty()) {
      throw new ConfigurationProblem("connector.json: " + String.join(" ", problems));
    }
    return configuration;
  }

  private static ConnectorConfiguration parse(byte[] content) throws ConfigurationProblem {
    try {
      ConnectorConfiguration configuration = JSON.readValue(content, ConnectorConfiguration.class);
      if (configuration == null) {
        throw new ConfigurationProblem(
            "connector.json holds null. Write the configuration object.");
      }
      return configuration;
    } catch (UnrecognizedPropertyException e) {
      throw new ConfigurationProblem(
          "connector.json: %s is not known to this version. Known here: %s."
              .formatted(pathOf(e), e.getKnownPropertyIds()));
    } catch (InvalidFormatException e) {
      Class<?> target = e.getTargetType();
      throw new ConfigurationProblem(
          "connector.json: %s: %s cannot be used. Write %s."
              .formatted(pathOf(e), e.getValue(), expectation(target)));
    } catch (ValueInstantiationException e) {
      throw new ConfigurationProblem(
          "connector.json: %s: a list holds null. Take it out.".formatted(pathOf(e)));
    } catch (JsonMappingException e) {
      throw new ConfigurationProblem(
          "connector.json: %s: %s".formatted(pathOf(e), e.getOriginalMessage()));
    } catch (JacksonException e) {
      throw new ConfigurationProblem(
          "connector.json is not valid JSON at line %d, column %d: %s"
              .formatted(
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ConfigurationProblem("connector.json cannot be read: " + e.getMessage());
    }
  }

  private static String expectation(Class<?> target) {
    Object[] constants = target.getEnumConstants();
    return constants == null
        ? "a " + target.getSimpleName()
        : "one of "
            + Arrays.stream(constants).map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String pathOf(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "the document" : path.toString();
  }
}
