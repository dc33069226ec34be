package org.shoestring.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.shoestring.spec.UsageException;

/**
 * A file of settings, a line each: one in the working directory comes before one of the same path
 * that travels with the program.
 *
 * @param lines without comments and blank ones
 * @param builtIn whether it travelled with the program
 */
public record SettingsFile(List<Line> lines, boolean builtIn) {
  public SettingsFile {
    lines = List.copyOf(lines);
  }

  /**
   * A setting.
   *
   * @param where file and line, for messages
   */
  public record Line(String where, String text) {}

  /**
   * The file of that name, if there is one.
   *
   * @param folder relative to the working directory
   * @param builtIn the names of those that travel with the program
   */
  public static Optional<SettingsFile> find(String folder, String name, Set<String> builtIn)
      throws IOException {
    Optional<SettingsFile> own = at(Path.of(folder, name));
    return own.isPresent() || !builtIn.contains(name) ? own : Optional.of(builtIn(folder, name));
  }

  /** A file that travels with the program, whatever lies in the working directory. */
  public static SettingsFile builtIn(String folder, String name) throws IOException {
    String path = folder + "/" + name;
    try (InputStream in = SettingsFile.class.getResourceAsStream("/" + path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing from the program");
      }
      return parse(path, new String(in.readAllBytes(), StandardCharsets.UTF_8), true);
    }
  }

  /**
   * The file of that path, if it is one.
   *
   * @throws UsageException if it is no text
   */
  public static Optional<SettingsFile> at(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? Optional.of(parse(file.toString(), text(file), false))
        : Optional.empty();
  }

  /**
   * The text of a file.
   *
   * @throws UsageException if it is none
   */
  public static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new UsageException(
          file + ": a settings file must be UTF-8 text, but has other bytes; save it as UTF-8");
    }
  }

  /** Reads settings; {@code name} is what messages call the file. */
  public static SettingsFile parse(String name, String text, boolean builtIn) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        lines.add(new Line(name + ":" + number, line.strip()));
      }
    }
    return new SettingsFile(lines, builtIn);
  }

  /** The names of the files in a folder of the working directory, beside those built in. */
  public static Set<String> known(String folder, Set<String> builtIn) throws IOException {
    Set<String> names = new TreeSet<>(builtIn);
    if (Files.isDirectory(Path.of(folder))) {
      for (Path file : FolderWalk.entries(Path.of(folder))) {
        if (Files.isRegularFile(file)) {
          names.add(String.valueOf(file.getFileName()));
        }
      }
    }
    return names;
  }
}
