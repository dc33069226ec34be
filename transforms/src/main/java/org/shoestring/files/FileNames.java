package org.shoestring.files;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.shoestring.spec.UsageException;

/**
 * Names of files as text. Java reads and writes them in the encoding of the locale that the process
 * was started in: under {@code LC_ALL=C} it has no path for a name that is not ASCII, and of a name
 * that is no text in that encoding it tells another text.
 */
public final class FileNames {
  /** What stands for bytes that are no letters of an encoding. */
  private static final char UNKNOWN = '\uFFFD';

  private FileNames() {}

  /** The encoding of names in this process. */
  private static String encoding() {
    return System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name());
  }

  private static boolean isUtf8() {
    return encoding().equals(StandardCharsets.UTF_8.name());
  }

  /**
   * Checks that the text of a path that was read from a folder is that of its file.
   *
   * @throws UsageException with the cure if it would name another file, or none
   */
  public static void check(Path entry) {
    Optional<String> fault = fault(entry);
    if (fault.isPresent()) {
      throw new UsageException(fault.get());
    }
  }

  /** What is wrong with the text of a path that was read from a folder, and the cure. */
  public static Optional<String> fault(Path entry) {
    try {
      if (Path.of(entry.toString()).equals(entry)) {
        return Optional.empty();
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    return Optional.of(
        isUtf8()
            ? entry + ": this file's name is not UTF-8; rename it"
            : inexpressible(entry.toUri().getPath(), encoding()));
  }

  /**
   * Checks what this process was given as text before it did anything: words of its command line,
   * its folder.
   *
   * @throws UsageException with the cure if letters were lost on the way
   */
  public static void checkGiven(Iterable<String> texts) {
    for (String text : texts) {
      if (!isUtf8() && text.indexOf(UNKNOWN) >= 0) {
        throw new UsageException(inexpressible(text, encoding()));
      }
    }
  }

  /** The error of a text that this process has no path for. */
  public static UsageException unusable(InvalidPathException error) {
    return unusable(error, encoding());
  }

  static UsageException unusable(InvalidPathException error, String encoding) {
    String shown = error.getInput().replace('\0', UNKNOWN);
    if (error.getInput().indexOf('\0') >= 0) {
      return new UsageException("'" + shown + "': a path cannot have a NUL character");
    }
    return encoding.equals(StandardCharsets.UTF_8.name())
        ? new UsageException("'" + shown + "': this is not the name of a file in UTF-8")
        : new UsageException(inexpressible(shown, encoding));
  }

  private static String inexpressible(String name, String encoding) {
    return "'"
        + name
        + "': this name has letters that the locale here ("
        + encoding
        + ") cannot express; set a UTF-8 locale with 'export LC_ALL=C.UTF-8', and run the"
        + " command again";
  }

  /**
   * Checks that a text that this process has no path for names no file.
   *
   * @param folder what it is relative to
   * @throws UsageException with the cure if it does
   */
  public static void checkAbsent(Path folder, String name, InvalidPathException error) {
    if (isUtf8() || name.indexOf('\0') >= 0) {
      return; // No file can have such a name.
    }
    StringBuilder encoded = new StringBuilder(folder.toUri().toString());
    if (name.startsWith("/")) {
      encoded.replace(0, encoded.length(), "file://");
    } else if (encoded.charAt(encoded.length() - 1) != '/') {
      encoded.append('/');
    }
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      encoded.append(b == '/' ? "/" : String.format(Locale.ROOT, "%%%02X", b & 0xFF));
    }
    if (Files.exists(Path.of(URI.create(encoded.toString())))) {
      throw unusable(error);
    }
  }
}
