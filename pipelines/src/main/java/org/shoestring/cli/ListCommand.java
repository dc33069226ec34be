package org.shoestring.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Manifest;
import org.shoestring.table.Shard;
import org.shoestring.table.StoredFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ls}: what an output consists of. */
@Command(
    name = "ls",
    description = "Lists the tables, shards and files of an output.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Parameters(paramLabel = "WHAT", description = Outputs.HELP)
  private String name = "";

  @Mixin private Settings settings = new Settings();

  @Override
  public Integer call() throws IOException {
    int yaml = Lines.experimentEnd(name);
    Manifest manifest;
    if (yaml > 0) {
      String stage = name.substring(yaml + 1);
      if (stage.indexOf('.') >= 0 || stage.indexOf(':') >= 0) {
        throw new UsageException(name + ": ls lists whole outputs: FILE.yaml:STAGE");
      }
      ExperimentArgument experiment = settings.of(name.substring(0, yaml));
      manifest = Outputs.of(experiment, stage).manifest();
    } else {
      manifest = Outputs.manifestIn(name);
    }
    for (String table : manifest.tables().keySet()) {
      System.out.println(
          table + "\t" + manifest.lines(table) + " lines\t" + manifest.tables().get(table));
      for (Shard shard : manifest.shards(table)) {
        System.out.println(
            "  "
                + shard.object()
                + "\t"
                + shard.lines()
                + " lines\t"
                + Bytes.show(shard.raw())
                + " raw\t"
                + Bytes.show(shard.compressed()));
      }
    }
    for (StoredFile file : manifest.files()) {
      System.out.println(file.path() + "\t" + Bytes.show(file.bytes()) + "\t" + file.object());
    }
    return 0;
  }
}
