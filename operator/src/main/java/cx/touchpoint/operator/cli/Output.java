package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.operator.validation.Finding;
import cx.touchpoint.operator.validation.Report;
import java.io.PrintWriter;

/** The ways to report what was found in files. */
enum Output {
  /** For people, and for editors that link {@code file:line}. */
  text {
    @Override
    void print(Report report, PrintWriter out, PrintWriter err) {
      report.findings().forEach(err::println);
      err.flush();
      out.println(Summary.of(report));
    }
  },
  /** For programs; stable. */
  json {
    @Override
    void print(Report report, PrintWriter out, PrintWriter err) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      result.put("valid", report.valid());
      result.put("files", report.files());
      result.put("objects", report.objects().size());
      result.put("skipped", report.skipped());
      ArrayNode findings = result.putArray("findings");
      for (Finding finding : report.findings()) {
        findings
            .addObject()
            .put("severity", finding.severity().name())
            .put("file", finding.file())
            .put("line", finding.line())
            .put("object", finding.object())
            .put("field", finding.field())
            .put("message", finding.message());
      }
      out.println(result.toPrettyString());
    }
  };

  abstract void print(Report report, PrintWriter out, PrintWriter err);
}
