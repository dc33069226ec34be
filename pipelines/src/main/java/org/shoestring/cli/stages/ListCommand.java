package org.shoestring.cli.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.OutputFinder;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.cli.screen.Rows;
import org.shoestring.spec.Bytes;
import org.shoestring.store.Stores;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.StoredFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ls}: what an output consists of. */
@Command(
    name = "ls",
    description = "Lists the tables, shards and files of an output.",
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
    List<List<String>> rows = new ArrayList<>();
    for (String table : manifest.tables().keySet()) {
      String columns = manifest.tables().get(table).toString();
      rows.add(List.of(table, manifest.lines(table) + " lines", columns));
      for (Shard shard : manifest.shards(table)) {
        rows.add(
            List.of(
                "  " + shard.object(),
                shard.lines() + " lines",
                Bytes.show(shard.raw()) + " raw",
                Bytes.show(shard.compressed())));
      }
    }
    for (StoredFile file : manifest.files()) {
      rows.add(List.of(file.path(), Bytes.show(file.bytes()), file.object()));
    }
    Rows.print(rows);
  }
}
