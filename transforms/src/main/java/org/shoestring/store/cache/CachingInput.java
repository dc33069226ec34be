package org.shoestring.store.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BulkInput;
import org.shoestring.bytes.Hashing;
import org.shoestring.store.object.ImmutableObject;

/** The bytes of an object as they are read, which go to a file of this machine on their way. */
final class CachingInput extends BulkInput {
  private final InputStream in;
  private final OutputStream out;
  private final long bytes;
  private final Keeper keeper;
  private final MessageDigest hash = ImmutableObject.newHash();
  private long read;
  private boolean ended;

  /** Takes the file when nothing more is written to it, once. */
  interface Keeper {
    /**
     * Takes it.
     *
     * @param sha256 of the object; empty if the file does not hold all of it
     * @param why it could not be written, null if it could
     */
    void end(String sha256, @Nullable IOException why);
  }

  private CachingInput(InputStream in, OutputStream out, long bytes, Keeper keeper) {
    this.in = in;
    this.out = out;
    this.bytes = bytes;
    this.keeper = keeper;
  }

  /**
   * Reads an object from its first byte.
   *
   * @param part a file to be made
   * @param bytes the length of the object; another one is not kept
   */
  static CachingInput of(InputStream in, Path part, long bytes, Keeper keeper) throws IOException {
    OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW);
    return new CachingInput(in, out, bytes, keeper);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count >= 0) {
      keep(buffer, offset, count);
    } else {
      end(read == bytes, null);
    }
    return count;
  }

  private void keep(byte[] buffer, int offset, int count) {
    read += count;
    if (ended) {
      return;
    }
    if (read > bytes) {
      end(false, null); // It takes more room than was set aside.
      return;
    }
    Hashing.update(hash, buffer, offset, count);
    try {
      out.write(buffer, offset, count);
    } catch (IOException e) {
      end(false, e);
    }
  }

  private void end(boolean whole, @Nullable IOException failure) {
    if (ended) {
      return;
    }
    ended = true;
    IOException why = failure;
    try {
      out.close();
    } catch (IOException e) {
      why = why == null ? e : why;
    }
    String sha256 = whole && why == null ? HexFormat.of().formatHex(hash.digest()) : "";
    keeper.end(sha256, why);
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    end(false, null);
    in.close();
  }
}
