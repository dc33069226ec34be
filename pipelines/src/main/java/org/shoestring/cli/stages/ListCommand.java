package org.shoestring.cli.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.OutputFinder;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.cli.screen.AlignedLines;
import org.shoestring.cli.screen.Rows;
import org.shoestring.cli.screen.Screen;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.store.Stores;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.StoredFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ls}: what an output consists of. */
@Command(
    name = "ls",
    description = {
      "Lists the tables, shards and files of an output.",
      "",
      "On a terminal, each shard and each file is one line, which is never broken or cut: a long"
          + " name makes a long line. In a pipe or a file, tabs separate the fields."
    },
    mixinStandardHelpOptions = true)
public final class ListCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "WHAT", description = OutputFinder.HELP)
  private List<String> words = new ArrayList<>();

  @Mixin private final SettingOptions settings;

  public ListCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    for (String name : StageWords.joined(words)) {
      Optional<OutputFinder.Named> stage = OutputFinder.Named.parse("ls", name, settings);
      print(
          stage.isPresent()
              ? OutputFinder.of(stage.get().experiment(), stage.get().stage()).manifest()
              : OutputFinder.manifestIn(settings.stores(), name));
    }
    return 0;
  }

  private static void print(Manifest manifest) {
    if (Screen.stdout().isTerminal()) {
      lines(manifest).forEach(System.out::println);
    } else {
      Rows.print(rows(manifest));
    }
  }

  /** The lines for a terminal: a table, the titles of its shards' fields, its shards. */
  static List<String> lines(Manifest manifest) {
    List<String> lines = new ArrayList<>();
    for (String table : manifest.tables().keySet()) {
      lines.add(
          String.join(
              "  ",
              table,
              Plural.of(manifest.lines(table), "line"),
              manifest.tables().get(table).toString()));
      List<List<String>> shards = new ArrayList<>();
      shards.add(List.of("  shard", "lines", "raw", "stored"));
      for (CommittedShard shard : manifest.shards(table)) {
        shards.add(
            List.of(
                "  " + shard.object(),
                Long.toString(shard.lines()),
                Bytes.show(shard.raw()),
                Bytes.show(shard.compressed())));
      }
      lines.addAll(AlignedLines.of(shards));
    }
    lines.addAll(AlignedLines.of(manifest.files().stream().map(ListCommand::row).toList()));
    return lines;
  }

  private static List<List<String>> rows(Manifest manifest) {
    List<List<String>> rows = new ArrayList<>();
    for (String table : manifest.tables().keySet()) {
      String columns = manifest.tables().get(table).toString();
      rows.add(List.of(table, manifest.lines(table) + " lines", columns));
      for (CommittedShard shard : manifest.shards(table)) {
        rows.add(
            List.of(
                "  " + shard.object(),
                shard.lines() + " lines",
                Bytes.show(shard.raw()) + " raw",
                Bytes.show(shard.compressed())));
      }
    }
    manifest.files().forEach(file -> rows.add(row(file)));
    return rows;
  }

  private static List<String> row(StoredFile file) {
    return List.of(file.path(), Bytes.show(file.bytes()), file.object());
  }
}
