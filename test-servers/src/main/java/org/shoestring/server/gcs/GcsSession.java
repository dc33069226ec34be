package org.shoestring.server.gcs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A session of a resumable upload. It keeps whole multiples of 256 KiB of what arrives, also of
 * what a cut leaves, and makes the object when all has arrived.
 */
final class GcsSession {
  private static final int QUANTUM = 256 << 10;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:\\*|([0-9]{1,18})-([0-9]{1,18}))/(\\*|[0-9]{1,18})");

  private final GcsCall start;
  private final String bucket;
  private final String name;
  private final JsonObject described;
  private final GcsObjects objects;
  private final Path file;
  private long size;
  private long kept;
  private @Nullable GcsObject made;
  private boolean over;

  /**
   * A session.
   *
   * @param start the request that began it, whose preconditions hold for the end
   * @param size of the object; negative if not known yet
   */
  GcsSession(
      GcsCall start,
      String bucket,
      String name,
      JsonObject described,
      long size,
      GcsObjects objects)
      throws IOException {
    this.start = start;
    this.bucket = bucket;
    this.name = name;
    this.described = described;
    this.size = size;
    this.objects = objects;
    this.file = objects.newFile();
  }

  GcsCall start() {
    return start;
  }

  /** Whether nothing can come of it any more. */
  synchronized boolean isOver() {
    return over;
  }

  /** Takes what a request brings, or its question; the object once it is made. */
  synchronized Optional<GcsObject> take(GcsCall call, InputStream body)
      throws IOException, GcsRefusal {
    if (made != null) {
      return Optional.of(made);
    }
    String text = call.header("Content-Range");
    Matcher range = CONTENT_RANGE.matcher(text == null ? "bytes 0-0/*" : text);
    if (!range.matches()) {
      throw GcsRefusal.invalid("Invalid Content-Range: " + text);
    }
    if (text == null) {
      return append(body, 0, Long.MAX_VALUE, true);
    }
    checkSize(range.group(3));
    if (range.group(1) == null) {
      return size == kept && size >= 0 ? Optional.of(finish()) : Optional.empty();
    }
    long first = Long.parseLong(range.group(1));
    long end = Long.parseLong(range.group(2)) + 1;
    return append(body, first, end, end == size);
  }

  private void checkSize(String told) throws GcsRefusal {
    if (told.equals("*")) {
      return;
    }
    long total = Long.parseLong(told);
    if (size >= 0 && total != size) {
      throw GcsRefusal.invalid("Invalid request. The size was " + size + ", now it is " + total);
    }
    size = total;
  }

  private Optional<GcsObject> append(InputStream body, long first, long end, boolean last)
      throws IOException, GcsRefusal {
    if (first > kept) {
      throw new GcsRefusal(
          503,
          "backendError",
          "Invalid request.  According to the Content-Range header, the upload offset is "
              + first
              + " byte(s), which exceeds already uploaded size of "
              + kept
              + " byte(s).");
    }
    if (!last && end - first < QUANTUM) {
      throw GcsRefusal.invalid(
          "Invalid request.  The number of bytes uploaded is required to be equal or greater than "
              + QUANTUM
              + ", except for the final request (it's recommended to be the exact multiple of "
              + QUANTUM
              + ").  The received request contained "
              + (end - first)
              + " bytes, which does not meet this requirement.");
    }
    long arrived = first;
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      byte[] buffer = new byte[1 << 16];
      int count;
      while ((count = body.read(buffer)) >= 0) {
        int known = (int) Math.max(0, Math.min(count, kept - arrived));
        out.write(buffer, known, count - known);
        arrived += count;
      }
      whole = end == Long.MAX_VALUE || arrived == end;
    } finally {
      kept = Files.size(file);
      if (!last || !whole) {
        keepWholeQuanta();
      }
    }
    if (!whole) {
      throw GcsRefusal.invalid("Invalid request. Content-Range and content differ in length.");
    }
    return last ? Optional.of(finish()) : Optional.empty();
  }

  private void keepWholeQuanta() throws IOException {
    kept -= kept % QUANTUM;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(kept);
    }
  }

  private GcsObject finish() throws IOException, GcsRefusal {
    try {
      GcsObject object = objects.write(start, bucket, name, described, file);
      made = object;
      return object;
    } catch (GcsRefusal refusal) {
      over = true;
      Files.delete(file);
      throw refusal;
    }
  }

  synchronized void close() throws IOException {
    if (made == null) {
      Files.deleteIfExists(file);
    }
  }

  /** 308, which tells how much is kept. */
  synchronized GcsAnswer incomplete() {
    GcsAnswer answer = GcsAnswer.empty(308);
    return kept == 0 ? answer : answer.with("Range", "bytes=0-" + (kept - 1));
  }
}
