package org.shoestring.tsv.foreign;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.shoestring.bytes.BulkInput;
import org.shoestring.bytes.CorruptException;

/**
 * The raw bytes of a zstd file of any number of frames. The window is bounded by 128 MiB, as in the
 * program zstd. Zero bytes after the last frame are padding, as in gzip files.
 *
 * <p>It walks the frames itself: the library's own stream ends without an error in the first bytes
 * of a later frame.
 */
final class ZstdFrames extends BulkInput {
  private static final int BUFFER_BYTES = 1 << 17;

  private final InputStream stored;
  private final ZstdDecompressCtx decoder = new ZstdDecompressCtx();
  private final byte[] block = new byte[BUFFER_BYTES];
  private final ByteBuffer source = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final ByteBuffer raw = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private int frame;
  private boolean inFrame;
  private boolean full;
  private boolean ended;

  ZstdFrames(InputStream stored) {
    this.stored = stored;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!raw.hasRemaining()) {
      if (ended || !decompress()) {
        ended = true;
        return -1;
      }
    }
    int count = Math.min(length, raw.remaining());
    raw.get(bytes, offset, count);
    return count;
  }

  /** Decompresses a part; false at the end. */
  private boolean decompress() throws IOException {
    if (!full && !source.hasRemaining() && !fill()) {
      if (inFrame) {
        throw new CorruptException("zstd frame " + frame + " ends early; the file is truncated");
      }
      return false;
    }
    if (!inFrame) {
      if (frame > 0 && source.get(source.position()) == 0) {
        skipPadding();
        return false;
      }
      frame++;
    }
    raw.clear();
    try {
      inFrame = !decoder.decompressDirectByteBufferStream(raw, source);
    } catch (ZstdException e) {
      throw e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()
          ? CorruptException.tooLarge(
              "the file needs more than 128 MiB of memory to be decompressed; compress it again"
                  + " without --long or --ultra, or as gzip: zstd -dc --long=31 FILE | gzip",
              e)
          : new IOException(e.getMessage(), e);
    }
    full = inFrame && !raw.hasRemaining();
    raw.flip();
    return true;
  }

  private void skipPadding() throws IOException {
    do {
      while (source.hasRemaining()) {
        if (source.get() != 0) {
          throw new CorruptException("garbage after zstd frame " + frame);
        }
      }
    } while (fill());
  }

  private boolean fill() throws IOException {
    int count = stored.read(block, 0, block.length);
    if (count <= 0) {
      return false;
    }
    source.clear().put(block, 0, count).flip();
    return true;
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    stored.close();
  }
}
