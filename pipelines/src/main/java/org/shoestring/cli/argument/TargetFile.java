package org.shoestring.cli.argument;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.screen.Meter;
import org.shoestring.cli.screen.Stdout;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Spool;
import org.shoestring.store.Stores;
import org.shoestring.store.object.SpoolOutput;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.MemberOutput;

/**
 * A file that a verb makes, in any store: compressed as its name says, and there when all of it is
 * written. {@code -} is stdout, which is never compressed.
 */
public final class TargetFile implements Closeable {
  public static final String STDOUT = "-";

  private static final Pattern OTHER_COMPRESSION =
      Pattern.compile("(?<plain>.+)\\.(xz|zst|zstd|lz4|lz|lzma|lzo|Z|zip|7z|rar|br|sz)");

  /** From so many bytes on, users are told what they wait for. */
  private static final long LONG_TO_SEND = 10_000_000;

  private final String text;
  private final OutputStream out;
  private final @Nullable Spool spool;

  private TargetFile(String text, OutputStream out, @Nullable Spool spool) {
    this.text = text;
    this.out = out;
    this.spool = spool;
  }

  /**
   * A file to be written.
   *
   * @param force whether one of that name is replaced
   * @throws UsageException if there is one, or the name is that of a folder
   */
  public static TargetFile open(Stores stores, String text, boolean force) throws IOException {
    if (text.equals(STDOUT)) {
      return new TargetFile(text, Stdout.open(), null);
    }
    ObjectName name = name(text);
    checkEnding(text);
    if (!force && name.stat(stores).isPresent()) {
      throw taken(text);
    }
    TargetFile file = asStored(stores, text, name);
    Optional<Codec> codec = Codec.ofFile(name.name());
    OutputStream buffered = new BufferedOutputStream(file.out, 1 << 16);
    OutputStream stored = codec.isEmpty() ? buffered : new MemberOutput(buffered, codec.get());
    return new TargetFile(text, stored, file.spool);
  }

  /** The same for bytes that are written as they are, in blocks, in place of what is there. */
  public static TargetFile asStored(Stores stores, String text, ObjectName name)
      throws IOException {
    Spool spool = Spool.in(stores, name.folder(), name.name());
    OutputStream file = new Meter(text).over(SpoolOutput.to(spool.file()));
    return new TargetFile(text, file, spool);
  }

  /**
   * The file of that name, whether it is there or not.
   *
   * @throws UsageException if there can be none
   */
  public static ObjectName name(String text) {
    Optional<ObjectName> name = ObjectName.parse(text);
    if (name.isEmpty() || text.endsWith("/")) {
      throw new UsageException("'" + text + "' is not the name of a file; write FOLDER/NAME");
    }
    File local = Location.isRemote(text) ? null : Path.of(text).toFile();
    if (local == null || !local.exists()) {
      return name.get();
    }
    if (local.isDirectory()) {
      throw new UsageException(text + ": this is a folder; give the name of a file in it");
    }
    if (!local.isFile()) {
      throw new UsageException(
          text + ": this is a pipe or a device, not a file; for stdout, write -");
    }
    return name.get();
  }

  /**
   * Fails for a file whose name says that it is compressed as no output is.
   *
   * @throws UsageException naming what can be written
   */
  public static void checkEnding(String text) {
    Matcher other = OTHER_COMPRESSION.matcher(text);
    if (other.matches()) {
      throw new UsageException(
          text
              + ": this program writes gzip, bzip2 or plain files; choose the name "
              + other.group("plain")
              + ".gz, "
              + other.group("plain")
              + ".bz2 or "
              + other.group("plain"));
    }
  }

  public static UsageException taken(String text) {
    return new UsageException(
        text + ": this file exists already; to replace it, add --force, or choose another name");
  }

  /** Takes what the file will hold. */
  public OutputStream out() {
    return out;
  }

  /**
   * Makes the file, and tells so on stderr.
   *
   * @param done what it holds, for people
   */
  public void finish(String done) throws IOException {
    out.close();
    if (spool != null) {
      if (Location.isRemote(text)) {
        tellLong(new Meter(text), Files.size(spool.file()));
      }
      spool.put();
      new Meter(text).end(done);
    }
  }

  /** Tells what is waited for, if it takes long to send. */
  public static void tellLong(Meter meter, long bytes) {
    if (bytes >= LONG_TO_SEND) {
      meter.end("sending " + Bytes.show(bytes));
    }
  }

  /** So many lines, for people. */
  public static String lines(long count) {
    return Plural.of(count, "line");
  }

  /** Leaves nothing, unless it is finished. */
  @Override
  public void close() throws IOException {
    try (Closeable rest = spool) {
      out.close();
    }
  }
}
