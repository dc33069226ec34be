package org.shoestring.server.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The content of an object, or a range of it. */
final class GcsMedia {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  private GcsMedia() {}

  static GcsAnswer answer(GcsCall call, GcsObjects.Opened opened) throws IOException, GcsRefusal {
    FileChannel content = opened.content();
    try {
      Map<String, String> headers = headers(opened.object());
      if (headers.containsKey("Content-Encoding") && !accepts(call)) {
        // Decompressed on the way; ranges are not heeded then.
        headers.remove("Content-Encoding");
        return new GcsAnswer(
            200, headers, new GZIPInputStream(Channels.newInputStream(content)), -1);
      }
      return range(call, opened.object().size(), headers, content);
    } catch (IOException | GcsRefusal e) {
      content.close();
      throw e;
    }
  }

  private static boolean accepts(GcsCall call) {
    String accepted = call.header("Accept-Encoding");
    return accepted != null && accepted.contains("gzip");
  }

  private static Map<String, String> headers(GcsObject object) {
    Map<String, String> headers = new LinkedHashMap<>();
    String type = object.told("contentType");
    String encoding = object.told("contentEncoding");
    headers.put("Content-Type", type.isEmpty() ? "application/octet-stream" : type);
    headers.put("ETag", object.etag());
    headers.put("x-goog-generation", Long.toString(object.generation()));
    headers.put("x-goog-metageneration", "1");
    headers.put("x-goog-stored-content-length", Long.toString(object.size()));
    headers.put("x-goog-stored-content-encoding", encoding.isEmpty() ? "identity" : encoding);
    headers.put(
        "x-goog-hash", "crc32c=" + object.digest().crc32c() + ",md5=" + object.digest().md5());
    if (encoding.equals("gzip")) {
      headers.put("Content-Encoding", encoding);
    }
    return headers;
  }

  private static GcsAnswer range(
      GcsCall call, long size, Map<String, String> headers, FileChannel content)
      throws IOException, GcsRefusal {
    String asked = call.header("Range");
    Matcher range = RANGE.matcher(asked == null ? "" : asked);
    if (!range.matches() || range.group().equals("bytes=-")) {
      return new GcsAnswer(200, headers, Channels.newInputStream(content), size);
    }
    boolean ofEnd = range.group(1).isEmpty();
    long one = ofEnd ? 0 : Long.parseLong(range.group(1));
    long other = range.group(2).isEmpty() ? Long.MAX_VALUE - 1 : Long.parseLong(range.group(2));
    long first = ofEnd ? Math.max(0, size - other) : one;
    long end = ofEnd ? size : Math.min(size, other + 1);
    if (first >= end) {
      throw new GcsRefusal(
          416, "requestedRangeNotSatisfiable", "The requested range cannot be satisfied.");
    }
    headers.put("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + size);
    content.position(first);
    return new GcsAnswer(206, headers, limited(content, end - first), end - first);
  }

  private static InputStream limited(FileChannel content, long length) {
    InputStream in = Channels.newInputStream(content);
    return new InputStream() {
      private long left = length;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int count) throws IOException {
        int read = left == 0 ? -1 : in.read(bytes, offset, (int) Math.min(count, left));
        left -= Math.max(0, read);
        return read;
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }
}
