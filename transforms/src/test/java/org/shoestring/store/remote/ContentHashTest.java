package org.shoestring.store.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.store.object.DamagedContentException;
import org.shoestring.store.remote.ContentHash.Algorithm;

class ContentHashTest {
  private static ContentHash.Arriving arrived(Algorithm algorithm, String told) {
    ContentHash.Arriving arriving = new ContentHash(algorithm, told).arriving();
    arriving.add("_12345_".getBytes(UTF_8), 1, 5);
    arriving.add("6789".getBytes(UTF_8), 0, 4);
    return arriving;
  }

  /** The check value of CRC-32/ISCSI is e3069283; md5sum (coreutils 9.1) says 25f9e794323b.... */
  @ParameterizedTest
  @CsvSource({"CRC32C, 4waSgw==", "MD5, JfnnlDI7RTiF9RgfG2JNCw=="})
  void check_sameBytes_passes(Algorithm algorithm, String told) {
    assertThatCode(() -> arrived(algorithm, told).check()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"CRC32C, 4waSgg==", "MD5, JfnnlDI7RTiF9RgfG2JNCg=="})
  void check_otherBytes_tellsBoth(Algorithm algorithm, String told) {
    String computed = algorithm == Algorithm.MD5 ? "JfnnlDI7RTiF9RgfG2JNCw==" : "4waSgw==";

    assertThatThrownBy(() -> arrived(algorithm, told).check())
        .isInstanceOf(DamagedContentException.class)
        .hasMessage(
            "the content was damaged on the way: its "
                + algorithm
                + " is "
                + computed
                + ", but the store's is "
                + told);
  }
}
