package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tests of the reader for trainers, which are Python as it is. */
class DataReaderTest {
  private static void unittest(String python, String module) throws Exception {
    // -B: it leaves no compiled files in the sources.
    Process process =
        new ProcessBuilder(python, "-B", "-W", "error", "-m", "unittest", module)
            .directory(StreamReader.FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).containsPattern("Ran [1-9]\\d* tests? in ").endsWith("\nOK\n");
  }

  @Test
  void reader_itsTests_pass() throws Exception {
    assumeTrue(StreamReader.isThere(), StreamReader.TAKES);
    unittest("python3", "shoestring_data_test");
  }

  @Test
  @Tag("long")
  void reader_belowPyTorchsDataLoader_givesEachLineOnce() throws Exception {
    unittest(PyTorch.python(), "dataloader_test");
  }
}
