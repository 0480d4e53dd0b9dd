package cx.touchpoint.operator.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps out of memory what the API server says and nobody here reads. Every object is held in a
 * cache for as long as it exists, so what is left out here is saved thousands of times.
 */
public final class Trimming {

  private static final PropertyName MANAGED_FIELDS = PropertyName.construct("managedFields");

  private Trimming() {}

  /** The module to register with whoever reads the API server's answers. */
  public static Module module() {
    return new SimpleModule("trimming")
        .addDeserializer(String.class, new SharedText())
        .setMixInAnnotation(Pod.class, WithoutSpec.class)
        .setDeserializerModifier(
            new BeanDeserializerModifier() {
              @Override
              public BeanDeserializerBuilder updateBuilder(
                  DeserializationConfig config,
                  BeanDescription bean,
                  BeanDeserializerBuilder builder) {
                if (bean.getBeanClass() == ObjectMeta.class) {
                  SettableBeanProperty all = builder.findProperty(MANAGED_FIELDS);
                  builder.addOrReplaceProperty(new OwnFields(all), true);
                }
                return builder;
              }
            });
  }

  /** Of pods only metadata and status are read; they are never written. */
  @JsonIgnoreProperties("spec")
  private interface WithoutSpec {}

  /**
   * Which fields are whose, as far as they are ours: that alone decides whether an object is as we
   * applied it. Others own more, and change it more often.
   */
  private static final class OwnFields extends SettableBeanProperty.Delegating {

    private static final long serialVersionUID = 1;

    OwnFields(SettableBeanProperty all) {
      super(all);
    }

    @Override
    protected SettableBeanProperty withDelegate(SettableBeanProperty all) {
      return new OwnFields(all);
    }

    @Override
    public void deserializeAndSet(JsonParser parser, DeserializationContext context, Object object)
        throws IOException {
      delegate.deserializeAndSet(parser, context, object);
      var metadata = (ObjectMeta) object;
      if (metadata.getManagedFields() == null) {
        return;
      }
      List<ManagedFieldsEntry> own = new ArrayList<>(1);
      for (ManagedFieldsEntry entry : metadata.getManagedFields()) {
        if (isOwn(entry)) {
          compact(entry);
          own.add(entry);
        }
      }
      metadata.setManagedFields(own);
    }

    /** A status of ours is never compared by its fields. */
    private static boolean isOwn(ManagedFieldsEntry entry) {
      return Applier.FIELD_MANAGER.equals(entry.getManager())
          && (entry.getSubresource() == null || entry.getSubresource().isEmpty());
    }

    private static void compact(ManagedFieldsEntry entry) {
      if (entry.getFieldsV1() != null) {
        entry
            .getFieldsV1()
            .setAdditionalProperties(compact(entry.getFieldsV1().getAdditionalProperties()));
      }
    }

    /** Most of these maps are empty, and a map for changing costs most when it is small. */
    private static Map<String, Object> compact(Map<String, Object> fields) {
      if (fields.keySet().stream().anyMatch(it -> it.startsWith("v:"))) {
        return fields; // values of a set: here the order means something
      }
      fields.replaceAll((name, value) -> compact(value));
      return Map.copyOf(fields);
    }

    @SuppressWarnings("unchecked") // JSON objects are maps with text for keys
    private static Object compact(Object value) {
      return value instanceof Map<?, ?> map ? compact((Map<String, Object>) map) : value;
    }
  }
}
