package cx.touchpoint.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemasTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel_v1alpha1",
        "channelclass_v1alpha1",
        "responsetimetarget_v1alpha1",
        "servicelevelobjective_v1alpha1"
      })
  void theSchemasForEditorsAreJsonSchema(String name) throws IOException {
    try (var in = getClass().getResourceAsStream("/schemas/touchpoint.cx/" + name + ".json")) {
      assertThat(in).isNotNull();
      String schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var metaSchema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

      assertThat(metaSchema.validate(schema, InputFormat.JSON)).isEmpty();
    }
  }
}
