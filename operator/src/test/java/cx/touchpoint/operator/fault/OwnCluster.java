package cx.touchpoint.operator.fault;

import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.testing.RealApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests of faults one {@link OwnApiServer}, started once for all of them. */
final class OwnCluster implements BeforeAllCallback, ParameterResolver {

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(OwnCluster.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    RealApiServer.assumePrograms();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == OwnApiServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(OwnApiServer.class, key -> started(), OwnApiServer.class);
  }

  private static OwnApiServer started() {
    try {
      return new OwnApiServer(new Helm());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
