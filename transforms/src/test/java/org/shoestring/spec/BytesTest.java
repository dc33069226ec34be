package org.shoestring.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "512,512",
    "500k,512000",
    "64MiB,67108864",
    "64mb,67108864",
    "64 M,67108864",
    "2g,2147483648",
    "1T,1099511627776",
    "10b,10",
    "' 7 ',7"
  })
  void parse_size_isBytes(String text, long bytes) {
    assertThat(Bytes.parse("--max-memory", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0k", "-1", "1.5g", "g", "1x", "9999999999t", "1 2", "5ib"})
  void parse_noSize_isAUsageError(String text) {
    assertThatThrownBy(() -> Bytes.parse("--max-memory", text))
        .isInstanceOf(UsageException.class)
        .hasMessage("--max-memory must be a size such as 500k, 64MiB or 2g, but is '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1.0 kB",
    "1549,1.5 kB",
    "9949,9.9 kB",
    "9951,10 kB",
    "999499,999 kB",
    "999500,1.0 MB",
    "1500000000,1.5 GB",
    "2000000000000000,2000 TB"
  })
  void show_bytes_isShort(long bytes, String text) {
    assertThat(Bytes.show(bytes)).isEqualTo(text);
  }
}
