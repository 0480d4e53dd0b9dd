package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of x-kubernetes-validations: a condition in the Common Expression Language, and what to
 * say when it does not hold.
 */
final class Rule {

  private final String fieldPath;
  private final String reason;
  private final String message;
  private final CelRuntime.Program program;

  private Rule(String fieldPath, String reason, String message, CelRuntime.Program program) {
    this.fieldPath = fieldPath;
    this.reason = reason;
    this.message = message;
    this.program = program;
  }

  /** Compiles rules; one for all, because it is costly to make. */
  static final class Compiler {
    private final CelCompiler compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addFunctionDeclarations(Quantities.DECLARATIONS)
            .build();
    private final CelRuntime runtime =
        CelRuntimeFactory.standardCelRuntimeBuilder()
            .addFunctionBindings(Quantities.BINDINGS)
            .build();

    Rule compile(JsonNode rule) {
      if (rule.has("messageExpression")) {
        throw new IllegalStateException("a computed message is not evaluated here: " + rule);
      }
      try {
        return new Rule(
            rule.path("fieldPath").asText(),
            rule.path("reason").asText(),
            rule.path("message").asText(),
            runtime.createProgram(compiler.compile(rule.path("rule").asText()).getAst()));
      } catch (CelValidationException | CelEvaluationException e) {
        throw new IllegalStateException("the API's own rule does not compile: " + rule, e);
      }
    }
  }

  /** Whether a rule compares with the object's former state, which files do not have. */
  static boolean aboutChange(JsonNode rule) {
    return rule.path("rule").asText().contains("oldSelf");
  }

  /** The refusal of a value at a path, or nothing when the rule holds. */
  Optional<Refusal> refusal(String path, JsonNode value) {
    try {
      boolean holds = Boolean.TRUE.equals(program.eval(Map.of("self", CelValues.of(value))));
      return holds ? Optional.empty() : Optional.of(Refusal.plain(at(path), words(value)));
    } catch (CelEvaluationException e) {
      return Optional.of(Refusal.plain(at(path), words(value) + " (" + e.getMessage() + ")"));
    }
  }

  private String at(String path) {
    return path.isEmpty() && !fieldPath.isEmpty() ? fieldPath.substring(1) : path + fieldPath;
  }

  private String words(JsonNode value) {
    return switch (reason) {
      case "FieldValueRequired" -> "Required value: " + message;
      case "FieldValueForbidden" -> "Forbidden: " + message;
      case "FieldValueDuplicate" -> "Duplicate value: " + message;
      default ->
          value.isValueNode()
              ? "Invalid value: " + value + ": " + message
              : "Invalid value: " + message;
    };
  }
}
