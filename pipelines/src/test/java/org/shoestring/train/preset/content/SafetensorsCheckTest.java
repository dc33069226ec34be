package org.shoestring.train.preset.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsCheckTest {
  private static final String HEADER =
      "{\"__metadata__\":{\"format\":\"pt\"},"
          + "\"data_offsets\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
          + "\"b\":{\"dtype\":\"F16\",\"shape\":[99999],\"data_offsets\":[16,40]}}  ";

  @TempDir Path folder = Path.of("");

  /** As the library lays it out: the header's length in eight bytes, the header, the data. */
  static byte[] file(String header, int data) {
    byte[] text = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + text.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("model.safetensors"), bytes);
  }

  @Test
  void fault_everyCut_passesOnlyTheWhole() throws IOException {
    Path whole = write(file(HEADER, 40));

    assertThat(Cuts.passing(whole, SafetensorsCheck::fault)).containsExactly(Files.size(whole));
  }

  @Test
  void fault_longerThanTheHeaderSays_isTold() throws IOException {
    int header = HEADER.getBytes(UTF_8).length;

    assertThat(SafetensorsCheck.fault(write(file(HEADER, 41))))
        .contains("it has " + (header + 49) + " bytes, but its header says " + (header + 48));
  }

  @Test
  void fault_noTensors_passes() throws IOException {
    assertThat(SafetensorsCheck.fault(write(file("{}", 0)))).isEmpty();
  }

  @Test
  void fault_badHeaders_areTold() throws IOException {
    assertThat(SafetensorsCheck.fault(write(file("{\"a\":[", 0))))
        .contains("its header is damaged");
    assertThat(SafetensorsCheck.fault(write(new byte[100]))).contains("its header is damaged");
    assertThat(SafetensorsCheck.fault(write(file("\0".repeat(90), 10))))
        .contains("its header is damaged");
    assertThat(
            SafetensorsCheck.fault(
                write(file("{\"a\":{\"data_offsets\":[0,99999999999999999999]}}", 0))))
        .contains("its header is damaged");
  }

  /** Files of the library itself, where it is installed. */
  @Test
  void fault_filesOfTheLibrary_passWholeOnly() throws Exception {
    PythonLibrary.with("safetensors.numpy")
        .run(
            folder,
            """
            import numpy
            from safetensors.numpy import save_file
            save_file({'a': numpy.ones((10, 10)), 'b': numpy.zeros(3, dtype=numpy.int8)},
                      'model.safetensors', metadata={'format': 'np'})
            """);
    Path whole = folder.resolve("model.safetensors");

    assertThat(Cuts.passing(whole, SafetensorsCheck::fault)).containsExactly(Files.size(whole));
  }
}
