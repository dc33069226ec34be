package org.shoestring.transform.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.transform.importing.Imports.EN_DE;
import static org.shoestring.transform.importing.Imports.gzip;
import static org.shoestring.transform.importing.Imports.pair;
import static org.shoestring.transform.importing.Imports.unit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.Workbench;
import org.shoestring.transform.importing.ImportedLines.SourceLine;
import org.shoestring.tsv.Columns;

/** Imported lines, and the lines of source files that they were. */
class ImportedLinesTest {
  private final Imports imports;
  private final Path folder;

  ImportedLinesTest(@TempDir Path folder) {
    this.folder = folder;
    this.imports = new Imports(new Workbench(folder));
  }

  /** The lines of one or several files, {@code FILE:LINE} joined by a blank. */
  private List<String> places(List<ImportUnit> units, String table) throws IOException {
    return places(units, false, table);
  }

  private List<String> places(List<ImportUnit> units, boolean header, String table)
      throws IOException {
    String output = imports.output().folder();
    Table kept = Table.in(Stores.withoutOptions(), output, TableName.MAIN);
    Table rejected = Table.in(Stores.withoutOptions(), output, TableName.REJECTED);
    ImportedLines lines = new ImportedLines(units, header, kept, rejected);
    List<String> places = new ArrayList<>();
    for (int line = 0; line < imports.lines(table).size(); line++) {
      places.add(show(table.equals(TableName.MAIN) ? lines.ofKept(line) : lines.ofRejected(line)));
    }
    return places;
  }

  private String show(List<SourceLine> lines) {
    return String.join(
        " ",
        lines.stream().map(l -> folder.relativize(Path.of(l.file())) + ":" + l.line()).toList());
  }

  private static ImportTable.Settings pieces(long bytes) {
    return new ImportTable.Settings(EN_DE, bytes, 100);
  }

  @Test
  void ofKept_severalFilesAndPieces_areTheirLines() throws IOException {
    List<ImportUnit> units =
        List.of(
            unit(0, imports.file("a", "bad\n1\tA\n2\tB\nbad\nbad\n3\tC\nbad\n4\tD\nbad\n")),
            unit(1, imports.file("b", "")),
            unit(2, imports.file("c", gzip("bad\nbad\n".getBytes(StandardCharsets.UTF_8)))),
            unit(3, imports.file("d", "5\tE\n6\tF\n7\tG")));
    for (long bytes : List.of(1L, 5L, 8L, 1000L)) {
      imports.units(units, pieces(bytes));
      assertThat(places(units, TableName.MAIN))
          .containsExactly("a:2", "a:3", "a:6", "a:8", "d:1", "d:2", "d:3");
      assertThat(places(units, TableName.REJECTED))
          .containsExactly("a:1", "a:4", "a:5", "a:7", "a:9", "c:1", "c:2");
      imports.delete("");
    }
  }

  @Test
  void ofKept_filesWithHeaders_countThem() throws IOException {
    List<ImportUnit> units =
        List.of(
            unit(0, imports.file("a", "en\tde\nbad\n1\tA\n2\tB\nbad\n3\tC\n")),
            unit(1, imports.file("b", "en\tde\n")),
            unit(2, imports.file("c", "\ufeff en\tde \r\n4\tD\nbad\n")));
    for (long bytes : List.of(1L, 5L, 1000L)) {
      imports.units(units, new ImportTable.Settings(EN_DE, bytes, 100, true));
      assertThat(imports.lines()).containsExactly("1\tA", "2\tB", "3\tC", "4\tD");
      assertThat(places(units, true, TableName.MAIN)).containsExactly("a:3", "a:4", "a:6", "c:2");
      assertThat(places(units, true, TableName.REJECTED)).containsExactly("a:2", "a:5", "c:3");
      imports.delete("");
    }
    ImportUnit pair = pair(imports.file("e", "en\n1\n2\n3\n"), imports.file("d", "de\nA\nB\nC\n"));
    imports.units(List.of(pair), new ImportTable.Settings(EN_DE, 5, 0, true));
    assertThat(places(List.of(pair), true, TableName.MAIN))
        .containsExactly("e:2 d:2", "e:3 d:3", "e:4 d:4");
  }

  @Test
  void ofKept_filesSideBySide_areTheLinesOfEach() throws IOException {
    ImportUnit unit =
        pair(
            imports.file("e", "1\n2\n3\tx\n4\tx\n5\n6\n7"),
            imports.file("d", "A\nB\nC\nD\nE\nF\tx\nG\n"));
    for (long bytes : List.of(1L, 5L, 8L, 1000L)) {
      imports.units(List.of(unit), pieces(bytes));
      assertThat(imports.lines()).containsExactly("1\tA", "2\tB", "5\tE", "7\tG");
      assertThat(places(List.of(unit), TableName.MAIN))
          .containsExactly("e:1 d:1", "e:2 d:2", "e:5 d:5", "e:7 d:7");
      assertThat(places(List.of(unit), TableName.REJECTED))
          .containsExactly("e:3 d:3", "e:4 d:4", "e:6 d:6");
      imports.delete("");
    }
  }

  @Test
  void ofKept_importThatWasResumed_isTheSame() throws IOException {
    ImportUnit unit = pair(imports.file("e", "1\n2\n3\n4\n"), imports.file("d", "A\nB\nC\nD\n"));
    for (int done = 0; done < 4; done++) {
      imports.units(List.of(unit), pieces(1));
      for (int piece = done; piece < 4; piece++) {
        imports.delete("_parts/00000-0000" + piece);
      }
      imports.delete("_manifest.tsv");
      imports.units(List.of(unit), pieces(1));
      assertThat(imports.lines()).containsExactly("1\tA", "2\tB", "3\tC", "4\tD");
      assertThat(places(List.of(unit), TableName.MAIN))
          .containsExactly("e:1 d:1", "e:2 d:2", "e:3 d:3", "e:4 d:4");
      imports.delete("");
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "-1,1", "x,1", "0,0", "0,-5", "0,99999999999999999999", "'',1", "0,''"})
  void ofRejected_rowWithoutItsPlace_isBadData(String source, String line) throws IOException {
    List<ImportUnit> units = List.of(unit(0, imports.file("a", "1\tA\n")));
    imports.units(units, pieces(1000));
    Table kept = Table.in(Stores.withoutOptions(), imports.output().folder(), TableName.MAIN);
    Table rejected =
        new Workbench(folder)
            .table(
                "rejects",
                Columns.of("reason", "detail", "source", "line", "text"),
                List.of(List.of("columns\t\t" + source + "\t" + line + "\tbad")));
    ImportedLines lines = new ImportedLines(units, false, kept, rejected);

    assertThatThrownBy(() -> lines.ofRejected(0))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            rejected.folder()
                + "/main: a rejected row has source '"
                + source
                + "' and line '"
                + line
                + "'; expected a source from 0 to 0 and a line from 1; "
                + new Workbench(folder).cure("rejects"));
  }
}
