package org.shoestring.files;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.UsageException;

class SettingsFileTest {

  @Test
  void at_otherBytesThanUtf8_saysWhichFileAndTheCure(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("my.conf"), new byte[] {'a', ':', ' ', (byte) 0xff});

    assertThatThrownBy(() -> SettingsFile.at(file))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            file + ": a settings file must be UTF-8 text, but has other bytes; save it as UTF-8");
  }
}
