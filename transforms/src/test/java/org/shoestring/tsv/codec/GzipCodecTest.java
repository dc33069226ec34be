package org.shoestring.tsv.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.shoestring.tsv.Packed;

/** Intel's library and the JDK's read each other's members, whichever of them a machine has. */
class GzipCodecTest {

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void decode_intelOrJdk_readsIntelAndJdk(@ForAll long seed) throws IOException {
    assumeTrue(IntelGzip.available());
    byte[] raw = randomBytes(seed);
    try (GzipDecoder intel = new GzipDecoder(IntelGzip.inflater());
        GzipDecoder jdk = new GzipDecoder(new Inflater(true))) {
      for (int level = 1; level <= 2; level++) {
        byte[] byIntel = encode(new GzipEncoder(IntelGzip.deflater(level)), raw);
        byte[] byJdk = encode(new GzipEncoder(GzipEncoder.jdk(level)), raw);
        assertThat(decode(intel, byIntel)).isEqualTo(raw);
        assertThat(decode(jdk, byIntel)).isEqualTo(raw);
        assertThat(decode(intel, byJdk)).isEqualTo(raw);
        assertThat(decode(jdk, byJdk)).isEqualTo(raw);
      }
    }
  }

  @Test
  void encode_everyLevel_isReadBack() throws IOException {
    byte[] raw = Packed.raw(Packed.randomLines(8, 300_000));
    try (MemberDecoder decoder = Codec.GZIP.decoder()) {
      for (int level = 1; level <= 9; level++) {
        try (MemberEncoder encoder = Codec.GZIP.encoder(level)) {
          byte[] member = member(encoder, raw);
          int count = decoder.decode(member, member.length);
          assertThat(Arrays.copyOf(decoder.raw(), count)).isEqualTo(raw);
        }
      }
    }
  }

  @Test
  void encode_whateverWasEncodedBefore_makesTheSameMember() throws IOException {
    Random random = new Random(1);
    try (MemberEncoder one = Codec.GZIP.encoder(2);
        MemberEncoder other = Codec.GZIP.encoder(2)) {
      for (int i = 0; i < 4_000; i++) {
        byte[] raw = randomRows(random, 1 + random.nextInt(i % 100 == 0 ? 20_000 : 40));
        byte[] member = member(one, raw);
        member(other, randomRows(random, 1 + random.nextInt(2_000)));
        assertThat(member(other, raw)).as("%s raw bytes", raw.length).isEqualTo(member);
      }
    }
  }

  private static byte[] encode(GzipEncoder encoder, byte[] raw) throws IOException {
    try (encoder) {
      return member(encoder, raw);
    }
  }

  private static byte[] member(MemberEncoder encoder, byte[] raw) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.encode(raw, raw.length, out);
    return out.toByteArray();
  }

  private static byte[] randomRows(Random random, int count) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append('t').append(random.nextInt(1000)).append("\tl").append(random.nextInt(4));
      rows.append('\n');
    }
    return rows.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] decode(GzipDecoder decoder, byte[] member) throws IOException {
    int count = decoder.decode(member, member.length);
    return Arrays.copyOf(decoder.raw(), count);
  }

  /** Bytes between hopeless and trivial to compress, of many sizes. */
  private static byte[] randomBytes(long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[random.nextInt(1 << random.nextInt(20))];
    int symbols = 1 + random.nextInt(256);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(symbols);
    }
    return bytes;
  }
}
