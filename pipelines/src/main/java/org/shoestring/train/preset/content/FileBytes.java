package org.shoestring.train.preset.content;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The bytes of a file that others may write, cut or remove meanwhile. */
final class FileBytes {
  private final FileChannel channel;
  private final long size;

  private FileBytes(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  /** Looks at the bytes of a file. */
  interface Look {
    Optional<String> fault(FileBytes file) throws IOException;
  }

  /** What a look finds wrong with a file; that it is gone or cut short are faults, too. */
  static Optional<String> look(Path path, Look look) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return look.fault(new FileBytes(channel));
    } catch (NoSuchFileException e) {
      return Optional.of("it is gone");
    } catch (EOFException e) {
      return Optional.of("it ends in the middle");
    } catch (FileSystemException e) {
      return Optional.of("it cannot be read: " + e.getReason());
    }
  }

  /** Its length when it was opened. */
  long size() {
    return size;
  }

  /**
   * Some of its bytes, whose numbers start with the lowest byte.
   *
   * @throws EOFException if it has no such bytes
   */
  ByteBuffer read(long offset, int length) throws IOException {
    if (offset < 0 || offset > size - length) {
      throw new EOFException();
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException();
      }
    }
    return bytes.flip();
  }

  /** All from an offset on; the stream need not be closed. */
  InputStream from(long offset) throws IOException {
    return Channels.newInputStream(channel.position(offset));
  }
}
