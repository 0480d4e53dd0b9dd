package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.validation.Finding;
import cx.touchpoint.operator.validation.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The texts behind the paths on a command line.
 *
 * @param sources what was read, in the order given; directories by name
 * @param unreadable the paths that gave nothing
 */
record Inputs(List<Source> sources, List<Finding> unreadable) {

  /** The path that means standard input. */
  static final String STANDARD_INPUT = "-";

  static Inputs read(List<String> paths, InputStream standardInput) {
    var inputs = new Inputs(new ArrayList<>(), new ArrayList<>());
    for (String path : paths) {
      if (path.equals(STANDARD_INPUT)) {
        inputs.add("<stdin>", standardInput);
      } else {
        inputs.addPath(path);
      }
    }
    return inputs;
  }

  private void addPath(String name) {
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        addDirectory(name, path);
      } else if (Files.exists(path)) {
        addFile(path);
      } else {
        refuse(name, "does not exist");
      }
    } catch (InvalidPathException e) {
      refuse(name, "is no path: " + e.getReason());
    }
  }

  private void addDirectory(String name, Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> files =
          all.filter(file -> !hidden(directory.relativize(file)))
              .filter(file -> file.toString().matches(".*\\.ya?ml"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        refuse(name, "has no .yaml or .yml file in it");
      }
      files.forEach(this::addFile);
    } catch (IOException | UncheckedIOException e) {
      refuse(name, "cannot be listed: " + e.getMessage());
    }
  }

  /** Such as .git and .github, whose YAML is about other things. */
  private static boolean hidden(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .anyMatch(part -> part.toString().startsWith("."));
  }

  private void addFile(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      add(file.toString(), in);
    } catch (IOException e) {
      refuse(file.toString(), "cannot be read: " + e.getMessage());
    }
  }

  private void add(String name, InputStream in) {
    try {
      byte[] bytes = in.readNBytes(Source.LARGEST + 1);
      if (bytes.length > Source.LARGEST) {
        refuse(name, "is larger than " + Source.LARGEST / 1024 / 1024 + " MiB: split it");
        return;
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') >= 0) {
        refuse(name, "is not text: it has a zero byte");
        return;
      }
      sources.add(new Source(name, text.startsWith("\uFEFF") ? text.substring(1) : text));
    } catch (CharacterCodingException e) {
      refuse(name, "is not UTF-8 text");
    } catch (IOException e) {
      refuse(name, "cannot be read: " + e.getMessage());
    }
  }

  private void refuse(String name, String problem) {
    unreadable.add(Finding.unreadable(name, 0, problem));
  }
}
