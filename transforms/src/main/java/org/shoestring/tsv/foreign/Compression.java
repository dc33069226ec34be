package org.shoestring.tsv.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.shoestring.bytes.CorruptException;
import org.shoestring.tsv.codec.Codec;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/** A compression of files that others wrote; those of our own files are {@link Codec}. */
public enum Compression {
  /** RFC 1952. */
  GZIP("gzip", "gz", "zcat", "\\x1f\\x8b") {
    @Override
    InputStream open(InputStream stored) {
      return new GzipMembers(stored);
    }
  },
  /** bzip2. */
  BZIP2("bzip2", "bz2", "bzcat", "BZh") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return new CheckedInput("bzip2", stored, Bzip2Streams::new);
    }
  },
  /** The .xz format, with a bound on the memory that its dictionary takes. */
  XZ("xz", "xz", "xzcat", "\\xfd7zXZ\\x00") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return new CheckedInput("xz", stored, XzInput::new);
    }
  },
  /** RFC 8878; some programs begin with a frame that decompressors skip. */
  ZSTD("zstd", "zst", "zstdcat", "[P-_]\\*M\\x18|\\(\\xb5/\\xfd") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return new CheckedInput("zstd", stored, ZstdFrames::new);
    }
  };

  private static final Map<String, Compression> BY_EXTENSION =
      Arrays.stream(values()).collect(Collectors.toMap(Compression::extension, known -> known));

  private final String token;
  private final String extension;
  private final String program;
  private final Pattern magic;

  Compression(String token, String extension, String program, String magic) {
    this.token = token;
    this.extension = extension;
    this.program = program;
    this.magic = Pattern.compile(magic);
  }

  /** The ending of such files, without a dot. */
  public String extension() {
    return extension;
  }

  /** The compression that the name of a file tells by its ending; empty for any other name. */
  public static Optional<Compression> ofFile(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return name.length() == ending.length()
        ? Optional.empty()
        : Optional.ofNullable(BY_EXTENSION.get(ending));
  }

  /** The name of a file without the ending of its compression. */
  public static String plainName(String name) {
    return ofFile(name)
        .map(found -> name.substring(0, name.length() - found.extension.length() - 1))
        .orElse(name);
  }

  /** The compression of a file that begins so; empty for any other file. */
  static Optional<Compression> ofContent(byte[] head, int length) {
    return Arrays.stream(values())
        .filter(compression -> compression.begins(head, length, true))
        .findFirst();
  }

  /** Whether a file that begins so may be of a compression that more bytes would tell. */
  static boolean mayBe(byte[] head, int length) {
    return Arrays.stream(values()).anyMatch(compression -> compression.begins(head, length, false));
  }

  /** Whether these bytes begin with those that tell this, or at least agree with them. */
  boolean begins(byte[] head, int length, boolean whole) {
    Matcher matcher = magic.matcher(new String(head, 0, length, StandardCharsets.ISO_8859_1));
    return matcher.lookingAt() || (!whole && matcher.hitEnd());
  }

  /** As messages name it. */
  public String token() {
    return token;
  }

  /** The program that prints what is in such a file. */
  String program() {
    return program;
  }

  /** The raw bytes of such a file, whole, or else a {@link CorruptException}. */
  abstract InputStream open(InputStream stored) throws IOException;

  /** Any number of streams; padding comes in groups of four zeros, as the format has it. */
  private static final class XzInput extends XZInputStream {
    /** 64 MiB is what {@code xz -9} takes; a larger dictionary needs a heap for it. */
    private static final int MOST_KIB =
        (int) Math.min(256 << 10, Math.max(80 << 10, Runtime.getRuntime().maxMemory() >> 12));

    private final Dictionaries.Counted arrays;

    XzInput(InputStream stored) throws IOException {
      this(stored, new Dictionaries.Counted());
    }

    private XzInput(InputStream stored, Dictionaries.Counted arrays) throws IOException {
      super(stored, MOST_KIB, true, arrays);
      this.arrays = arrays;
    }

    @Override
    public void close() throws IOException {
      super.close();
      arrays.close();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (Dictionaries.TooLarge e) {
        throw CorruptException.tooLarge(
            "the xz files that are open at the same time need more than "
                + (Dictionaries.MOST_BYTES >> 20)
                + " MiB, half of Java's memory; give Java more (-Xmx2g), or compress them again:"
                + " xz -dc FILE | gzip",
            e);
      } catch (MemoryLimitException e) {
        throw CorruptException.tooLarge(
            "the file needs "
                + (e.getMemoryNeeded() >> 10)
                + " MiB of memory to be decompressed, and "
                + (MOST_KIB >> 10)
                + " MiB are allowed; compress it again: xz -dc FILE | gzip",
            e);
      }
    }
  }
}
