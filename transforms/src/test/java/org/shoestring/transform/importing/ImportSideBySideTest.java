package org.shoestring.transform.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.transform.importing.Imports.gzip;
import static org.shoestring.transform.importing.Imports.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.transform.Workbench;

/** Files whose lines stand side by side, a column each. */
class ImportSideBySideTest {
  private Imports imports;

  @BeforeEach
  void makeImports(@TempDir Path folder) {
    imports = new Imports(new Workbench(folder));
  }

  @Test
  void importTable_sideBySide_joinsLines() throws IOException {
    Path en = imports.file("en", "one\ntwo\n\nfour");
    byte[] text = "eins\nzwei\ndrei\r\n\n".getBytes(StandardCharsets.UTF_8);
    Path de = imports.file("de.gz", gzip(text));

    imports.sideBySide(settings(0), en, de);

    assertThat(imports.lines()).containsExactly("one\teins", "two\tzwei", "\tdrei", "four\t");
  }

  @Test
  void importTable_sideBySideUnequal_namesTheFirstLineWithoutPartner() throws IOException {
    Path en = imports.file("en", "one\ntwo\nthree\nfour\n");
    Path de = imports.file("de", "eins\nzwei\n");
    String message =
        en
            + ":3: this line has no partner, because "
            + en
            + " has 4 lines, but "
            + de
            + " has 2; files side by side must have the same number of lines";

    assertThatThrownBy(() -> imports.sideBySide(settings(0), en, de))
        .isInstanceOf(BadDataException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> imports.sideBySide(settings(0), de, en))
        .isInstanceOf(BadDataException.class)
        .hasMessage(message);
  }

  @Test
  void importTable_sideBySideWithTab_saysWhatToDo() throws IOException {
    Path en = imports.file("en", "one\ntw\to\n");
    Path de = imports.file("de", "eins\nzwei\n");

    assertThatThrownBy(() -> imports.sideBySide(settings(0), en, de))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(en + ":2: 3 columns, expected 2 (en, de); files side by side");
  }
}
