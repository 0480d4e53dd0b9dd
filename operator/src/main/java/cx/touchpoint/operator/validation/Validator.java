package cx.touchpoint.operator.validation;

import java.util.ArrayList;
import java.util.List;

/** Checks files as an API server would check their objects, and then the objects together. */
public final class Validator {

  private final Api api = Api.load();
  private final String defaultNamespace;

  /** Objects that name no namespace are taken to be in the given one. */
  public Validator(String defaultNamespace) {
    this.defaultNamespace = defaultNamespace;
  }

  /** Checks all the sources as one set. */
  public Report validate(List<Source> sources) {
    var objects = new ArrayList<Checked>();
    var findings = new ArrayList<Finding>();
    int skipped = 0;
    for (Source source : sources) {
      YamlFile file = YamlFile.read(source);
      findings.addAll(file.findings());
      for (Document document : file.documents()) {
        if (!Api.claims(document)) {
          skipped += document.value().isObject() ? 1 : 0;
        } else {
          check(document, objects, findings);
        }
      }
    }
    findings.addAll(References.findings(objects));
    return new Report(sources.size(), objects, skipped, findings);
  }

  private void check(Document document, List<Checked> objects, List<Finding> findings) {
    api.kind(document)
        .ifPresentOrElse(
            kind -> {
              List<Refusal> refusals = kind.refusals(document.value());
              Checked object =
                  new Checked(
                      document,
                      kind.name(),
                      kind.namespaced() ? namespace(document) : "",
                      kind.stored(document.value()),
                      refusals.isEmpty());
              objects.add(object);
              refusals.forEach(
                  refusal -> findings.add(object.error(refusal.field(), refusal.text())));
            },
            () -> {
              Refusal refusal = api.stranger(document);
              findings.add(
                  new Finding(
                      Finding.Severity.Error,
                      document.file(),
                      document.line(refusal.field()),
                      "",
                      refusal.field(),
                      refusal.text()));
            });
  }

  private String namespace(Document document) {
    return document.namespace().isEmpty() ? defaultNamespace : document.namespace();
  }
}
