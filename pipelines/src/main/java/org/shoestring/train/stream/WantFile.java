package org.shoestring.train.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.shoestring.files.ProcessLock;
import org.shoestring.table.ProgramException;

/**
 * The file in which one reading process says what it wants. The process adds lines, of which the
 * last whole one counts, and holds a lock on it as long as it lives.
 */
final class WantFile {
  private static final int PIECE = 1 << 14;

  private final Path file;
  private long read;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private Optional<ShardWant> want = Optional.empty();
  private long said;
  private boolean silent;

  WantFile(Path file) {
    this.file = file;
  }

  /** What the process wants, as it was when the file was looked at last; empty for nothing yet. */
  Optional<ShardWant> want() {
    return want;
  }

  /** Whether the process says that it waits. */
  boolean waits() {
    return want.filter(ShardWant::waits).isPresent();
  }

  /** Whether it comes last, until it says something. */
  boolean isSilent() {
    return silent;
  }

  /**
   * Puts it last, if it neither waits nor has said anything since a moment.
   *
   * @return whether that is new
   */
  boolean putLast(long sinceNanos) {
    boolean before = silent;
    silent |= want.isPresent() && !waits() && said - sinceNanos <= 0;
    return silent != before;
  }

  /** Whether the process lives. */
  boolean isAlive() throws IOException {
    return ProcessLock.isHeld(file);
  }

  /**
   * Reads what was added.
   *
   * @param nanos the moment
   * @return whether the process wants something else now
   * @throws java.nio.file.NoSuchFileException if the process has removed the file
   * @throws ProgramException if a line has another form
   */
  boolean look(long nanos) throws IOException {
    Optional<String> last = Optional.empty();
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      in.position(read);
      while (in.read(piece.clear()) > 0) {
        piece.flip();
        read += piece.remaining();
        while (piece.hasRemaining()) {
          byte next = piece.get();
          if (next == '\n') {
            last = Optional.of(line.toString(StandardCharsets.UTF_8));
            line.reset();
          } else {
            line.write(next);
          }
        }
      }
    }
    Optional<ShardWant> before = want;
    last.ifPresent(text -> want = Optional.of(ShardWant.parse(file.toString(), text)));
    boolean changed = !before.equals(want);
    if (changed) {
      said = nanos;
      silent = false;
    }
    return changed;
  }
}
