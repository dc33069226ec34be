package org.shoestring.store.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.store.remote.ContentHash;
import org.shoestring.store.remote.ContentHash.Algorithm;

class HashHeaderTest {
  private static final String CRC = "crc32c=n03x6A==";
  private static final String MD5 = "md5=Ojk9c3dhfxgoKVVHYwFbHQ==";

  @Test
  void of_both_isTheCrc() {
    ContentHash crc = new ContentHash(Algorithm.CRC32C, "n03x6A==");

    assertThat(HashHeader.of(List.of(CRC, MD5))).contains(crc);
    assertThat(HashHeader.of(List.of(MD5, CRC))).contains(crc);
    assertThat(HashHeader.of(List.of(MD5 + ", " + CRC))).contains(crc);
    assertThat(HashHeader.of(List.of(CRC + "," + MD5))).contains(crc);
  }

  @Test
  void of_md5Alone_isThat() {
    assertThat(HashHeader.of(List.of(MD5)))
        .contains(new ContentHash(Algorithm.MD5, "Ojk9c3dhfxgoKVVHYwFbHQ=="));
  }

  @Test
  void of_noneOrOthers_isEmpty() {
    assertThat(HashHeader.of(List.of())).isEmpty();
    assertThat(HashHeader.of(List.of("sha256=abc"))).isEmpty();
  }
}
