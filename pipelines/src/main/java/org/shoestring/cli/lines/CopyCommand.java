package org.shoestring.cli.lines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.SourceArgument;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ParallelRequests;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cp}: files, outputs and lines, from any store to any store. */
@Command(
    name = "cp",
    description = {
      "Copies files, whole outputs, or lines of a table, from any store to any store.",
      "",
      "A SOURCE is a file, a glob, the folder of an output, or"
          + " FILE.yaml:STAGE[.TABLE][:COLUMN,...].",
      "",
      "A whole output is copied into the folder TARGET. Every object is checked against its"
          + " hash, and the manifest is written last. If a copy was interrupted, run the same"
          + " command again to complete it. If TARGET ends in .tsv, .txt, .gz or .bz2, the lines"
          + " of the output are written into that file instead. The same holds for tables and"
          + " columns.",
      "",
      "A file is copied byte for byte. If TARGET has another ending (.gz, .bz2, or"
          + " neither), the file is compressed again to match. If TARGET exists and is equal, it"
          + " is left alone; if it differs, that is an error.",
      "",
      "If TARGET ends in /, it is a folder, and the copies in it keep their names."
    },
    footer = {
      "Examples:",
      "  shoestring cp e.yaml:model s3://bucket/model",
      "  shoestring cp e.yaml:data.test:en s3://bucket/test.en.gz",
      "  shoestring cp 's3://bucket/raw/*.tsv.gz' raw/"
    },
    mixinStandardHelpOptions = true)
public final class CopyCommand implements Callable<Integer> {
  @Parameters(
      arity = "2..*",
      paramLabel = "SOURCE... TARGET",
      hideParamSyntax = true,
      description = "What to copy, and where to.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-f", "--force"},
      description = "Replace files that exist. An output is never replaced.")
  private boolean force;

  @Mixin private final SettingOptions settings;

  public CopyCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    List<String> sources =
        SourceArgument.findAll(
            settings.stores(), StageWords.joinedOrFiles(names.subList(0, names.size() - 1)));
    String target = folder(names.get(names.size() - 1));
    if (sources.size() > 1 && !target.endsWith("/")) {
      throw new UsageException(
          target
              + ": this is the target of "
              + sources.size()
              + " copies, so it must be a folder; end its name with /");
    }
    if (needOrder(sources)) {
      for (String source : sources) {
        Copy.of(source, target, force, settings);
      }
    } else {
      List<String> unused = ParallelRequests.each(sources, source -> copied(source, target));
    }
    return 0;
  }

  /**
   * Whether the first of several sources must be there before the next one is looked at: data that
   * can be read once, and copies under the same name, of which the second is refused. What
   * experiments name is copied in order, too, since it is itself copied several objects at a time.
   */
  private static boolean needOrder(List<String> sources) {
    Set<String> names = new HashSet<>();
    for (String source : sources) {
      String name = source.substring(source.lastIndexOf('/') + 1);
      if (LineSource.experimentEnd(source) > 0
          || SourceArgument.isReadOnce(source)
          || !names.add(name)) {
        return true;
      }
    }
    return false;
  }

  private String copied(String source, String target) throws IOException {
    Copy.of(source, target, force, settings);
    return source;
  }

  /** With a {@code /} behind what can only be a folder. */
  private static String folder(String target) {
    boolean dots = target.matches("(.*/)?\\.\\.?") && !Location.isRemote(target);
    return dots ? target + "/" : target;
  }
}
