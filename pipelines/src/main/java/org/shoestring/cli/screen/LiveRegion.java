package org.shoestring.cli.screen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.shoestring.cli.screen.Screen.Size;

/**
 * The lines at the bottom of a terminal that change. They are always drawn together, by one write;
 * what is printed meanwhile goes above them and stays. Below them is the cursor.
 */
public final class LiveRegion implements AutoCloseable {
  private static final String CLEAR_LINE = "\u001B[K";
  private static final String CLEAR_BELOW = "\u001B[J";

  private final PrintStream terminal;
  private final Charset charset;
  private final Supplier<Size> size;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private List<String> drawn = List.of();
  private boolean closed;

  /**
   * A region that is still empty.
   *
   * @param charset of the terminal
   * @param size of the terminal at the time
   */
  public LiveRegion(PrintStream terminal, Charset charset, Supplier<Size> size) {
    this.terminal = terminal;
    this.charset = charset;
    this.size = size;
  }

  /**
   * Draws these lines in place of those before.
   *
   * @param lines for the room there is; longer ones are cut, and of more lines the last are left
   *     out
   */
  public synchronized void show(Function<Size, List<String>> lines) {
    if (!closed) {
      // A line that fills the last column would be followed by an empty one on some terminals.
      Size now = size.get();
      Size room = new Size(now.columns() - 1, Math.max(1, now.rows() - 1));
      draw(now, new byte[0], fitted(lines.apply(room), room));
    }
  }

  /** A stream whose lines go above the region. */
  public PrintStream above() {
    return new PrintStream(new Above(), true, charset);
  }

  /** Removes the region; what is printed from now on goes where the cursor is. */
  @Override
  public synchronized void close() {
    if (!closed) {
      if (unfinished.size() > 0) {
        unfinished.write('\n');
      }
      draw(size.get(), taken(), List.of());
      closed = true;
    }
  }

  private static List<String> fitted(List<String> lines, Size room) {
    return lines.stream().limit(room.rows()).map(line -> Cells.cut(line, room.columns())).toList();
  }

  private void draw(Size now, byte[] above, List<String> lines) {
    StringBuilder before = new StringBuilder();
    int up = rows(drawn, now.columns());
    if (up > 0) {
      before.append('\r').append(String.format(Locale.ROOT, "\u001B[%dA", up));
      if (above.length > 0 || lines.isEmpty()) {
        before.append(CLEAR_BELOW);
      }
    }
    StringBuilder after = new StringBuilder();
    lines.forEach(line -> after.append(line).append(CLEAR_LINE).append('\n'));
    if (lines.size() < up) {
      after.append(CLEAR_BELOW);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(before.toString().getBytes(charset));
    all.writeBytes(above);
    all.writeBytes(after.toString().getBytes(charset));
    if (all.size() > 0) {
      terminal.write(all.toByteArray(), 0, all.size());
      terminal.flush();
    }
    drawn = lines;
  }

  /** How many rows lines take, also on a terminal that has become narrower and broke them anew. */
  private static int rows(List<String> lines, int columns) {
    return lines.stream()
        .mapToInt(line -> Math.max(1, (Cells.width(line) + columns - 1) / columns))
        .sum();
  }

  private byte[] taken() {
    byte[] bytes = unfinished.toByteArray();
    unfinished.reset();
    return bytes;
  }

  /** Keeps a line until it is complete. */
  private final class Above extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      synchronized (LiveRegion.this) {
        if (closed) {
          terminal.write(bytes, offset, length);
          terminal.flush();
          return;
        }
        int end = offset + length;
        while (end > offset && bytes[end - 1] != '\n') {
          end--;
        }
        unfinished.write(bytes, offset, end - offset);
        if (end > offset) {
          draw(size.get(), taken(), drawn);
        }
        unfinished.write(bytes, end, offset + length - end);
      }
    }
  }
}
