package org.shoestring.tsv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.shoestring.bytes.BadDataException;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.Members;

/** The bytes of a shard in memory. */
public final class Packed {
  private final Codec codec;
  private final byte[] bytes;
  private final Members members;
  private final String sha256;

  Packed(Codec codec, byte[] bytes, Members members, String sha256) {
    this.codec = codec;
    this.bytes = bytes;
    this.members = members;
    this.sha256 = sha256;
  }

  Codec codec() {
    return codec;
  }

  byte[] bytes() {
    return bytes;
  }

  Members members() {
    return members;
  }

  String sha256() {
    return sha256;
  }

  static Packed of(Codec codec, List<String> lines) throws IOException {
    return of(codec, codec.defaultLevel(), lines, false);
  }

  static Packed of(Codec codec, int level, List<String> lines, boolean background)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RowWriter rows =
        background ? RowWriter.inBackground(out, codec, level) : RowWriter.to(out, codec, level);
    try (rows) {
      for (String line : lines) {
        rows.write(TsvRow.parse(line.getBytes(UTF_8)));
      }
    }
    return new Packed(codec, out.toByteArray(), rows.members(), rows.sha256());
  }

  RowReader from(int member, int columns) {
    int offset = Math.toIntExact(members.offset(member));
    InputStream in = new ByteArrayInputStream(bytes, offset, bytes.length - offset);
    return new RowReader(in, codec, members, member, columns, "shard", BadDataException::new);
  }

  List<String> lines(int columns) throws IOException {
    return lines(from(0, columns));
  }

  static List<String> lines(RowReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    try (reader) {
      while (reader.next()) {
        lines.add(reader.row().toString());
      }
    }
    return lines;
  }

  /** Lines of two columns, mostly short, some long, about so many bytes in all. */
  public static List<String> randomLines(long seed, int bytes) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    int left = bytes;
    while (left > 0) {
      int length = random.nextInt(1000) == 0 ? random.nextInt(300_000) : random.nextInt(300);
      StringBuilder line = new StringBuilder(length + 1);
      int tab = random.nextInt(length + 1);
      for (int i = 0; i <= length; i++) {
        line.append(i == tab ? '\t' : "etaoin shrdluäß漢".charAt(random.nextInt(16)));
      }
      lines.add(line.toString());
      left -= length;
    }
    return lines;
  }

  public static byte[] raw(List<String> lines) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (String line : lines) {
      raw.writeBytes(line.getBytes(UTF_8));
      raw.write('\n');
    }
    return raw.toByteArray();
  }
}
