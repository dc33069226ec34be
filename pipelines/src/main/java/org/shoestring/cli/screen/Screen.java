package org.shoestring.cli.screen;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where stdout or stderr goes: a terminal with a size, or something else.
 *
 * @param descriptor 1 or 2
 * @param environment the variables of the environment
 */
public record Screen(int descriptor, Map<String, String> environment) {
  /** The width of help that goes into a file. */
  private static final int FILE_COLUMNS = 80;

  private static final int FEWEST_COLUMNS = 20;
  private static final Size USUAL = new Size(80, 24);
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})");

  /** How much a terminal shows. */
  public record Size(int columns, int rows) {}

  /** Where stdout goes. */
  public static Screen stdout() {
    return new Screen(1, System.getenv());
  }

  /** Where stderr goes. */
  public static Screen stderr() {
    return new Screen(2, System.getenv());
  }

  /** Whether it is a terminal. Where that cannot be found out: whether stdin and stdout are. */
  @SuppressWarnings("SystemConsoleNull") // Where there is no /proc, on Java 17 to 21, it is right.
  public boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }

  /** Whether it is a terminal that moves its cursor when it is told to. */
  public boolean movesCursor() {
    String term = environment.getOrDefault("TERM", "dumb");
    return !term.equals("dumb") && !term.isEmpty() && isTerminal();
  }

  /** How a terminal wants its letters. */
  public static Charset charset() {
    String fallback = System.getProperty("native.encoding", "UTF-8");
    String name = System.getProperty("sun.stderr.encoding", fallback);
    return Charset.forName(System.getProperty("stderr.encoding", name));
  }

  /** How many columns text may take: the terminal's; those of COLUMNS, or 80, in a file. */
  public int columns() {
    return size().map(Size::columns).orElse(columnsWanted().orElse(FILE_COLUMNS));
  }

  /** The size of the terminal, or of the part that COLUMNS allows; empty if it is none. */
  public Optional<Size> size() {
    return isTerminal() ? Optional.of(within(measured())) : Optional.empty();
  }

  private Size within(@Nullable Size measured) {
    Optional<Integer> wanted = columnsWanted();
    if (measured == null) {
      return new Size(wanted.orElse(USUAL.columns()), USUAL.rows());
    }
    int columns = Math.min(wanted.orElse(measured.columns()), measured.columns());
    return new Size(Math.max(FEWEST_COLUMNS, columns), measured.rows());
  }

  private Optional<Integer> columnsWanted() {
    String text = environment.getOrDefault("COLUMNS", "");
    return text.matches("[0-9]{2,4}") && Integer.parseInt(text) >= FEWEST_COLUMNS
        ? Optional.of(Integer.parseInt(text))
        : Optional.empty();
  }

  /** What {@code stty} says; null if there is none, or the terminal does not know its size. */
  private @Nullable Size measured() {
    try {
      for (String terminal : List.of("/proc/self/fd/" + descriptor, "/dev/tty")) {
        Optional<Size> size = measured(new File(terminal));
        if (size.isPresent()) {
          return size.get();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private static Optional<Size> measured(File terminal) throws InterruptedException {
    ProcessBuilder stty = new ProcessBuilder("stty", "size").redirectInput(terminal);
    try {
      Process process = stty.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      byte[] said = process.getInputStream().readAllBytes();
      process.waitFor();
      Matcher size = SIZE.matcher(new String(said, StandardCharsets.US_ASCII).strip());
      return size.matches()
          ? Optional.of(new Size(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // There is no stty here, or no such terminal.
    }
  }
}
