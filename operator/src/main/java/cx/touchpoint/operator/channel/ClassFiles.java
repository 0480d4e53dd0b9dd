package cx.touchpoint.operator.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.validation.Checked;
import cx.touchpoint.operator.validation.Finding;
import cx.touchpoint.operator.validation.Report;
import cx.touchpoint.operator.validation.Source;
import cx.touchpoint.operator.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ChannelClasses in a directory, {@code NAME.yaml} each. They never passed an API server, so they
 * are checked here as one would: schema, rules, defaults.
 */
final class ClassFiles {

  private static final Logger LOG = LoggerFactory.getLogger(ClassFiles.class);
  private static final String SUFFIX = ".yaml";

  private final Path directory;
  private List<Source> lastRead = List.of();

  ClassFiles(Path directory) {
    this.directory = directory;
  }

  /** Whether another call of {@link #read} would give something else than the last one. */
  boolean changed() {
    return !sources().equals(lastRead);
  }

  /** The classes as they are now; those with a mistake are told to the log. */
  Classes read() {
    lastRead = sources();
    Report report = new Validator("").validate(lastRead);
    Map<String, String> refused = new TreeMap<>();
    for (Finding finding : report.findings()) {
      if (finding.severity() == Finding.Severity.Error) {
        String name = finding.file().substring(0, finding.file().length() - SUFFIX.length());
        String problem = finding.field() + ": " + finding.message();
        refused.merge(name, problem, (former, next) -> former + "; " + next);
      }
    }
    refused.forEach((name, why) -> LOG.error("ChannelClass {} cannot be used: {}", name, why));
    List<ChannelClass> known =
        report.objects().stream()
            .filter(it -> it.kind().equals("ChannelClass"))
            .filter(it -> !refused.containsKey(it.document().name()))
            .map(ClassFiles::channelClass)
            .toList();
    List<String> names = known.stream().map(it -> it.getMetadata().getName()).toList();
    LOG.info("ChannelClasses of this installation: {}", names);
    return new Classes(known, refused, whereabouts(names));
  }

  private static String whereabouts(List<String> names) {
    return "the value channelClasses of this operator's Helm release has "
        + (names.isEmpty() ? "none" : String.join(", ", names));
  }

  private List<Source> sources() {
    var sources = new ArrayList<Source>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files
              .filter(it -> it.toString().endsWith(SUFFIX))
              .sorted(Comparator.comparing(Path::toString))
              .collect(Collectors.toList())) {
        sources.add(new Source(file.getFileName().toString(), Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("ChannelClasses in " + directory + " cannot be read", e);
    }
    return sources;
  }

  private static ChannelClass channelClass(Checked checked) {
    try {
      return JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .treeToValue(checked.stored(), ChannelClass.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          checked.title() + " meets its schema and cannot be read as ChannelClass", e);
    }
  }
}
