package org.shoestring.transform.piping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;
import org.shoestring.worker.ShellCommand;

/** A table to feed to programs, and the output that they make of it. */
@Timeout(60)
abstract class PipeLinesCase {
  static final Columns EN = Columns.of("en");
  static final Columns EN_DE = Columns.of("en", "de");
  static final int[] FIRST = {0};

  Path folder;
  Workbench bench;
  Table input;

  @BeforeEach
  void makeInput(@TempDir Path temp) throws IOException {
    folder = temp;
    bench = new Workbench(folder);
    input =
        bench.table(
            "input",
            EN_DE,
            List.of(List.of("one\teins", "two\tzwei", "three\tdrei"), List.of(), List.of("4\tü")));
  }

  Manifest pipe(String command, Columns columns, int[] fields) throws IOException {
    return run(input, program(command, columns), fields);
  }

  PipeLines.Program program(String command, Columns columns) {
    return new PipeLines.Program(ShellCommand.of(command, folder.toString()), false, 0, columns);
  }

  PipeLines.Program keptAlive(String command, Columns columns) {
    return new PipeLines.Program(ShellCommand.of(command, folder.toString()), true, 0, columns);
  }

  Manifest run(Table table, PipeLines.Program program, int[] fields) throws IOException {
    return bench.run(
        "output",
        Map.of(TableName.MAIN, program.columns()),
        table.shards().size(),
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(table))
                .apply("Pipe", PipeLines.of(program, table, fields, output)));
  }

  List<String> output() throws IOException {
    return bench.lines("output", TableName.MAIN);
  }

  /** Twenty shards of three lines. */
  Table many() throws IOException {
    return bench.table(
        "many",
        EN,
        IntStream.range(0, 20).mapToObj(i -> List.of(i + ".0", i + ".1", i + ".2")).toList());
  }

  boolean manifest() {
    try {
      return bench.output("output").manifest().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two shards, each larger than a pipe. */
  Table big(int lines) throws IOException {
    List<String> all =
        IntStream.range(0, lines).mapToObj(i -> "a line of text, number " + i).toList();
    return bench.table(
        "big", EN, List.of(all.subList(0, lines / 2), all.subList(lines / 2, lines)));
  }

  /** The logs that were kept. */
  List<String> log() {
    List<String> names = new ArrayList<>();
    try {
      bench.eachFile(
          "output",
          (file, stamp) -> {
            if (file.startsWith("_log")) {
              names.add(file.toString());
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
