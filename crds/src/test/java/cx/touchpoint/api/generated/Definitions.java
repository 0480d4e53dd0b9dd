package cx.touchpoint.api.generated;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The CustomResourceDefinitions of this API, by name, as they are committed. */
final class Definitions {

  private static final List<Class<? extends CustomResource<?, ?>>> KINDS =
      List.of(
          Channel.class,
          ChannelClass.class,
          ConversationHistory.class,
          ResponseTimeTarget.class,
          ServiceLevelObjective.class);

  private Definitions() {}

  static Map<String, ObjectNode> generate() {
    var mapper = new ObjectMapper();
    var definitions = new TreeMap<String, ObjectNode>();
    for (var kind : KINDS) {
      ObjectNode definition = mapper.valueToTree(generate(kind));
      definitions.put(
          definition.at("/metadata/name").asText(),
          Refinement.refine(definition, columnsAsDeclared(kind), description(kind)));
    }
    return definitions;
  }

  private static HasMetadata generate(Class<? extends CustomResource<?, ?>> kind) {
    var generated = new HasMetadata[1];
    new CRDGenerator()
        .customResourceClasses(List.of(kind))
        .forCRDVersions("v1")
        .withPostProcessor(
            new io.fabric8.crdv2.generator.CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata definition, String version) {
                generated[0] = definition;
                return definition;
              }
            })
        .withOutput(new Nowhere())
        .generate();
    return generated[0];
  }

  private static String description(Class<?> kind) {
    return kind.getAnnotation(JsonClassDescription.class).value();
  }

  private static List<String> columnsAsDeclared(Class<?> kind) {
    return Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(AdditionalPrinterColumn::name)
        .toList();
  }

  /** The generator insists on writing; we take its objects instead. */
  private static final class Nowhere implements CRDGenerator.CRDOutput<OutputStream> {
    @Override
    public OutputStream outputFor(String name) {
      return new ByteArrayOutputStream();
    }

    @Override
    public URI crdURI(String name) {
      return URI.create("file:///" + name);
    }

    @Override
    public void close() {}
  }
}
