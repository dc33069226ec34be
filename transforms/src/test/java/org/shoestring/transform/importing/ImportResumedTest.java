package org.shoestring.transform.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.transform.importing.Imports.EN_DE;
import static org.shoestring.transform.importing.Imports.gzip;
import static org.shoestring.transform.importing.Imports.unit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.Workbench;

/** Imports that ended early and go on from their last piece. */
class ImportResumedTest {
  private static final String SOURCE_CURE =
      ". Restore the file as it was when its import began; if it is that, remove the unfinished"
          + " output with 'shoestring gc WORKSPACE OUTPUT', and run again";

  private Imports imports;

  @BeforeEach
  void makeImports(@TempDir Path folder) {
    imports = new Imports(new Workbench(folder));
  }

  @Test
  void importTable_killedAtAnyPiece_endsTheSameWithoutWritingEarlierOnes() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append("line ")
          .append(i)
          .append(i % 9 == 4 ? "" : "\tx")
          .append(i % 2 == 0 ? "\r\n" : "\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    ImportTable.Settings settings = new ImportTable.Settings(EN_DE, 30, 4);
    List<ImportUnit> units =
        List.of(
            unit(0, imports.file("a.tsv", bytes)), unit(1, imports.file("b.tsv.gz", gzip(bytes))));
    Manifest whole = imports.units(units, settings);
    assertThat(whole.reasons()).containsEntry("columns", 8L);
    int pieces =
        (int)
            whole.shards(TableName.MAIN).stream()
                .filter(s -> s.name().startsWith("part-00000"))
                .count();
    assertThat(pieces).isGreaterThan(9);

    for (int done = 0; done < pieces; done += 3) {
      List<String> later = new ArrayList<>(List.of("_manifest.tsv"));
      for (int piece = done; piece < pieces; piece++) {
        String name = String.format(Locale.ROOT, "%05d", piece);
        later.addAll(List.of("_parts/00000-" + name, "part-00000-" + name));
      }
      imports.delete(later.toArray(new String[0]));
      String firstAgain = String.format(Locale.ROOT, "_rejected/part-00000-%05d", done);
      List<String> before =
          imports.stamps().stream()
              .filter(f -> !f.startsWith("_rejected/part-00000") || f.compareTo(firstAgain) < 0)
              .toList();

      Manifest resumed = imports.units(units, settings);

      assertThat(resumed.digest(TableName.MAIN)).isEqualTo(whole.digest(TableName.MAIN));
      assertThat(resumed.digest(TableName.REJECTED)).isEqualTo(whole.digest(TableName.REJECTED));
      assertThat(imports.stamps()).containsAll(before);
    }
  }

  @Test
  void importTable_resumed_doesNotParseWhatIsBefore() throws IOException {
    String line = "0123456\t89\n";
    Path file = imports.file("a.tsv", line.repeat(10));
    ImportTable.Settings settings = new ImportTable.Settings(EN_DE, 33, 0);
    Manifest whole = imports.units(List.of(unit(0, file)), settings);

    imports.delete("_manifest.tsv", "_parts/00000-00002", "_parts/00000-00003");
    imports.file("a.tsv", "no row now\n".repeat(6) + line.repeat(4));

    assertThat(imports.units(List.of(unit(0, file)), settings).digest(TableName.MAIN))
        .isEqualTo(whole.digest(TableName.MAIN));
  }

  @Test
  void importTable_resumedOnAShorterSource_fails() throws IOException {
    Path file = imports.file("a.tsv", "0123456\t89\n".repeat(10));
    ImportTable.Settings settings = new ImportTable.Settings(EN_DE, 33, 0);
    imports.units(List.of(unit(0, file)), settings);

    imports.delete("_manifest.tsv", "_parts/00000-00003");
    imports.file("a.tsv", "0123456\t89\n");

    assertThatThrownBy(() -> imports.units(List.of(unit(0, file)), settings))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file + ": ends after 11 bytes; 99 were read before" + SOURCE_CURE);
  }

  /** The number of lines is right, but somebody wrote another number of bytes. */
  @ParameterizedTest
  @CsvSource({
    "34, no line ends there",
    "32, no line ends there",
    "22, line 2 does",
    "44, line 4 does"
  })
  void importTable_resumedWhereNoLineEnds_isBadData(int bytes, String now) throws IOException {
    Path file = imports.file("a.tsv", "0123456\t89\n".repeat(10));
    ImportTable.Settings settings = new ImportTable.Settings(EN_DE, 33, 0);
    imports.units(List.of(unit(0, file)), settings);
    deleteAllButTheFirstPiece();
    rewriteFirst("at\t0\t3\t33\n", "at\t0\t3\t" + bytes + "\n");

    assertThatThrownBy(() -> imports.units(List.of(unit(0, file)), settings))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            file
                + ": line 3 ended at byte "
                + bytes
                + " when the file was read before; now "
                + now
                + SOURCE_CURE);
  }

  private void deleteAllButTheFirstPiece() throws IOException {
    imports.delete("_manifest.tsv", "_parts/00000-00001", "_parts/00000-00002");
    imports.delete("_parts/00000-00003");
  }

  /** Writes a record by hand, with the hash that belongs to it. */
  private Path rewriteFirst(String old, String made) throws IOException {
    Path record = Path.of(imports.output().folder(), "_parts/00000-00000.tsv");
    String text = new FactFile("", Files.readString(record), "").unsealed().text();
    assertThat(text).contains(old);
    Files.writeString(record, FactFile.sealed("00000-00000", text.replace(old, made)));
    return record;
  }

  @Test
  void importTable_resumedWithHeadersAndRejects_endsTheSame() throws IOException {
    Path en = imports.file("en", "en\n" + "a\ntab\there\nb\nc\n".repeat(3));
    Path de = imports.file("de", "de\n" + "A\nX\nB\nC\n".repeat(3));
    ImportTable.Settings settings = new ImportTable.Settings(EN_DE, 8, 9, true);
    Manifest whole = imports.sideBySide(settings, en, de);
    imports.delete("_manifest.tsv", "_parts/00000-00001");

    assertThat(imports.sideBySide(settings, en, de).text()).isEqualTo(whole.text());
    assertThat(imports.lines()).hasSize(9);
  }

  @ParameterizedTest
  @CsvSource({
    "at\\t0\\t3\\t33,'',: has 0 lines 'at'# expected 1",
    "at\\t0\\t3\\t33,at\\t1\\t3\\t33,:2: side 1 is not in its place: expected 0",
    "at\\t0\\t3\\t33,at\\t0\\t3,:2: 'at' has 2 fields# expected 3",
    "at\\t0\\t3\\t33,at\\t0\\t3\\t-1,:2: '-1' is not a valid count; expected a whole number of 0 or more# below 10^15",
    "at\\t0\\t3\\t33,at\\t0\\tx\\t33,:2: 'x' is not a valid count; expected a whole number of 0 or more# below 10^15",
    "at\\t0\\t3\\t33,at\\t0\\t2\\t22,:2: 2 lines of side 0 were read# expected 3# the lines of the pieces up to this one",
    "at\\t0\\t3\\t33,at\\t0\\t4\\t44,:2: 4 lines of side 0 were read# expected 3# the lines of the pieces up to this one",
    "at\\t0\\t3\\t33,end,:3: 'end' has 1 field# expected 0"
  })
  void importTable_resumedAfterARecordThatSomebodyWrote_isBadData(
      String note, String other, String message) throws IOException {
    Path file = imports.file("a.tsv", "0123456\t89\n".repeat(10));
    ImportTable.Settings settings = new ImportTable.Settings(EN_DE, 33, 0);
    imports.units(List.of(unit(0, file)), settings);
    deleteAllButTheFirstPiece();
    String old = note.replace("\\t", "\t") + "\n";
    String made = other.isEmpty() ? "" : other.replace("\\t", "\t") + "\n";
    made = other.equals("end") ? old + "end\tx\n" : made;
    Path record = rewriteFirst(old, made);

    assertThatThrownBy(() -> imports.units(List.of(unit(0, file)), settings))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            record
                + message.replace('#', ',')
                + "; the record was altered: "
                + imports.bench().cure("import"));
  }

  @Test
  void importTable_failedAtABadLine_goesOnFromItsPiecesWhenItIsAllowed() throws IOException {
    Path en = imports.file("en", "a\nb\nc\nd\ne\ntab\there\ng\n");
    Path de = imports.file("de", "A\nB\nC\nD\nE\nF\nG\n");
    ImportTable.Settings strict = new ImportTable.Settings(EN_DE, 8, 0);
    assertThatThrownBy(() -> imports.sideBySide(strict, en, de))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(en + ":6: ");
    List<String> before = imports.stamps();
    assertThat(before).anyMatch(file -> file.startsWith("_parts/00000-00001.tsv"));

    imports.sideBySide(new ImportTable.Settings(EN_DE, 8, 1), en, de);

    assertThat(imports.stamps()).containsAll(before);
    assertThat(imports.lines()).containsExactly("a\tA", "b\tB", "c\tC", "d\tD", "e\tE", "g\tG");
    assertThat(imports.lines(TableName.REJECTED))
        .containsExactly("columns\t\t0\t6\ttab\\there\\tF");
  }
}
