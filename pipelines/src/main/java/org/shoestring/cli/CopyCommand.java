package org.shoestring.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cp}: files, outputs and lines, from any store to any store. */
@Command(
    name = "cp",
    description = {
      "Copies files, whole outputs, or lines of a table into a TSV file, from any store to any.",
      "A SOURCE is a file or a glob, the folder of an output, or FILE.yaml:STAGE[.TABLE][:COLUMN,...].",
      "An output goes into the folder TARGET, each object compared with its hash, the manifest last;",
      "the same command goes on with a copy that was cut short. It goes into a file as lines if TARGET",
      "ends in .tsv, .txt, .gz or .bz2, and so do tables and columns.",
      "A file is copied as it is stored; if TARGET has another ending (.gz, .bz2, or none of these),",
      "it is compressed anew. What is there already is left if it is equal, else it is an error.",
      "If TARGET ends in /, it is a folder that gets the copies under their own names."
    },
    footer = {
      "",
      "Examples: cp e.yaml:model s3://bucket/model",
      "          cp e.yaml:data.test:en s3://bucket/test.en.gz",
      "          cp 's3://bucket/raw/*.tsv.gz' raw/"
    },
    mixinStandardHelpOptions = true)
final class CopyCommand implements Callable<Integer> {
  @Parameters(
      arity = "2..*",
      paramLabel = "SOURCE... TARGET",
      hideParamSyntax = true,
      description = "What is copied, and where to.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-f", "--force"},
      description = "Replace files that are there; an output is never replaced.")
  private boolean force;

  @Mixin private Settings settings = new Settings();

  @Override
  public Integer call() throws IOException {
    List<String> sources =
        Source.findAll(StageWords.joinedOrFiles(names.subList(0, names.size() - 1)));
    String target = folder(names.get(names.size() - 1));
    if (sources.size() > 1 && !target.endsWith("/")) {
      throw new UsageException(
          target + ": gets " + sources.size() + " copies; end it with / if it is a folder");
    }
    for (String source : sources) {
      Copy.of(source, target, force, settings);
    }
    return 0;
  }

  /** With a {@code /} behind what can only be a folder. */
  private static String folder(String target) {
    boolean dots = target.matches("(.*/)?\\.\\.?") && !Stores.isRemote(target);
    return dots ? target + "/" : target;
  }
}
