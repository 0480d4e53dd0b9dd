package cx.touchpoint.operator.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads objects whose {@code spec} or {@code status} is not of the form we know as objects without
 * it. Otherwise a single one of them, written while a definition was looser than today's, would end
 * the watch of its kind, and with it the operator.
 */
public final class Tolerance {

  private static final Logger LOG = LoggerFactory.getLogger(Tolerance.class);
  private static final Set<String> PARTS = Set.of("spec", "status");

  private Tolerance() {}

  /** The module to register with whoever reads the API server's answers. */
  public static Module module() {
    return new SimpleModule("tolerance")
        .setDeserializerModifier(
            new BeanDeserializerModifier() {
              @Override
              public BeanDeserializerBuilder updateBuilder(
                  DeserializationConfig config,
                  BeanDescription bean,
                  BeanDeserializerBuilder builder) {
                if (HasMetadata.class.isAssignableFrom(bean.getBeanClass())) {
                  tolerate(builder);
                }
                return builder;
              }
            });
  }

  private static void tolerate(BeanDeserializerBuilder builder) {
    List<SettableBeanProperty> parts = new ArrayList<>();
    builder
        .getProperties()
        .forEachRemaining(
            it -> {
              if (PARTS.contains(it.getName())) {
                parts.add(it);
              }
            });
    parts.forEach(it -> builder.addOrReplaceProperty(new Part(it), true));
  }

  /** A property that stays unset when its value cannot be read. */
  private static final class Part extends SettableBeanProperty.Delegating {

    private static final long serialVersionUID = 1;

    Part(SettableBeanProperty whole) {
      super(whole);
    }

    @Override
    protected SettableBeanProperty withDelegate(SettableBeanProperty whole) {
      return new Part(whole);
    }

    @Override
    public void deserializeAndSet(JsonParser parser, DeserializationContext context, Object object)
        throws IOException {
      int depth = depth(parser);
      try {
        delegate.deserializeAndSet(parser, context, object);
      } catch (JsonMappingException e) {
        LOG.warn(
            "the {} of a {} was not read: {}",
            getName(),
            object.getClass().getSimpleName(),
            e.getOriginalMessage());
        skip(parser, depth);
      }
    }

    /** Objects and lists around the value that begins here. */
    private static int depth(JsonParser parser) {
      int depth = 0;
      JsonStreamContext at = parser.getParsingContext();
      while (at != null) {
        depth++;
        at = at.getParent();
      }
      return parser.currentToken() != null && parser.currentToken().isStructStart()
          ? depth - 1
          : depth;
    }

    /** Goes on to the end of the value in which reading stopped. */
    private static void skip(JsonParser parser, int depth) throws IOException {
      while (parser.currentToken() != null && depth(parser) > depth) {
        parser.nextToken();
      }
      parser.skipChildren();
    }
  }
}
