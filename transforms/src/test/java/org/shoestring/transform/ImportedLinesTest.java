package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.transform.Imports.EN_DE;
import static org.shoestring.transform.Imports.gzip;
import static org.shoestring.transform.Imports.unit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.transform.ImportedLines.SourceLine;

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
    Output output = imports.output();
    Table kept = Table.in(output.folder(), Table.MAIN);
    Table rejected = Table.in(output.folder(), Table.REJECTED);
    ImportedLines lines = new ImportedLines(output, units, header, kept, rejected);
    List<String> places = new ArrayList<>();
    for (int line = 0; line < imports.lines(table).size(); line++) {
      places.add(show(table.equals(Table.MAIN) ? lines.ofKept(line) : lines.ofRejected(line)));
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
      assertThat(places(units, Table.MAIN))
          .containsExactly("a:2", "a:3", "a:6", "a:8", "d:1", "d:2", "d:3");
      assertThat(places(units, Table.REJECTED))
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
      assertThat(places(units, true, Table.MAIN)).containsExactly("a:3", "a:4", "a:6", "c:2");
      assertThat(places(units, true, Table.REJECTED)).containsExactly("a:2", "a:5", "c:3");
      imports.delete("");
    }
    ImportUnit sides =
        new ImportUnit(
            0,
            List.of(
                List.of(
                    imports.file("e1", "en\n1\n").toString(),
                    imports.file("e2", "en\n2\n3\n").toString()),
                List.of(imports.file("d1", "de\nA\nB\nC\n").toString())));
    imports.units(List.of(sides), new ImportTable.Settings(EN_DE, 5, 0, true));
    assertThat(places(List.of(sides), true, Table.MAIN))
        .containsExactly("e1:2 d1:2", "e2:2 d1:3", "e2:3 d1:4");
  }

  @Test
  void ofKept_sidesOfSeveralFiles_areTheLinesOfEachSide() throws IOException {
    List<Path> left =
        List.of(
            imports.file("e1", "1\n2\n3\tx\n"),
            imports.file("e2", ""),
            imports.file("e3", "4\tx\n5\n6\n7"));
    List<Path> right =
        List.of(imports.file("d1", "A\nB\nC\nD\nE\n"), imports.file("d2", "F\tx\nG\n"));
    ImportUnit unit =
        new ImportUnit(
            0, Stream.of(left, right).map(s -> s.stream().map(Path::toString).toList()).toList());
    for (long bytes : List.of(1L, 5L, 8L, 1000L)) {
      imports.units(List.of(unit), pieces(bytes));
      assertThat(imports.lines()).containsExactly("1\tA", "2\tB", "5\tE", "7\tG");
      assertThat(places(List.of(unit), Table.MAIN))
          .containsExactly("e1:1 d1:1", "e1:2 d1:2", "e3:2 d1:5", "e3:4 d2:2");
      assertThat(places(List.of(unit), Table.REJECTED))
          .containsExactly("e1:3 d1:3", "e3:1 d1:4", "e3:3 d2:1");
      imports.delete("");
    }
  }

  @Test
  void ofKept_importThatWasResumed_isTheSame() throws IOException {
    List<Path> left = List.of(imports.file("e1", "1\n2\n"), imports.file("e2", "3\n4\n5\n"));
    List<Path> right = List.of(imports.file("d1", "A\nB\nC\n"), imports.file("d2", "D\nE\n"));
    ImportUnit unit =
        new ImportUnit(
            0, Stream.of(left, right).map(s -> s.stream().map(Path::toString).toList()).toList());
    for (int done = 0; done < 5; done++) {
      imports.units(List.of(unit), pieces(1));
      for (int piece = done; piece < 5; piece++) {
        imports.delete("_parts/00000-0000" + piece);
      }
      imports.delete("_manifest.tsv");
      imports.units(List.of(unit), pieces(1));
      assertThat(places(List.of(unit), Table.MAIN))
          .containsExactly("e1:1 d1:1", "e1:2 d1:2", "e2:1 d1:3", "e2:2 d2:1", "e2:3 d2:2");
    }
  }

  @Test
  void ofKept_recordsThatDoNotTellWhereFilesEnd_areAnError() throws IOException {
    List<Path> left = List.of(imports.file("e1", "1\n"), imports.file("e2", "2\n"));
    List<Path> right = List.of(imports.file("d1", "A\nB\n"));
    imports.sideBySide(Imports.settings(0), left, right);
    Path record = Path.of(imports.output().folder(), "_parts/00000-00000.tsv");
    List<String> lines = Files.readAllLines(record);
    assertThat(lines).contains("ended\t0\t0\t1", "ended\t0\t1\t1").doesNotContain("ended\t1\t0\t2");
    Files.write(record, lines.stream().filter(line -> !line.startsWith("ended")).toList());
    ImportUnit unit =
        new ImportUnit(
            0, Stream.of(left, right).map(s -> s.stream().map(Path::toString).toList()).toList());

    assertThatThrownBy(() -> places(List.of(unit), Table.MAIN))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            imports.output().folder()
                + ": its records do not tell where each of 2 files side by side ends; delete it to"
                + " import them again");
  }
}
