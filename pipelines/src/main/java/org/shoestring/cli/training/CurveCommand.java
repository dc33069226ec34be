package org.shoestring.cli.training;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.store.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curve}: what a training has measured. */
@Command(
    name = "curve",
    description = {
      "Prints the learning curve of a training: what its command measured, from all its attempts.",
      "",
      "The fields of a line: attempt, step, metric, value, and when it was read, in seconds since"
          + " 1970. What an attempt measured at or after the step that a later one began with is"
          + " left out: the training did not continue from there. While the training runs, the"
          + " newest values come with each checkpoint, and at least every five minutes."
    },
    footer = {
      "Examples:",
      "  shoestring curve e.yaml model",
      "  shoestring curve s3://bucket/run1 | awk '$3 == \"loss\"'"
    },
    mixinStandardHelpOptions = true)
public final class CurveCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "WHAT", description = NamedTraining.HELP)
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-a", "--all"},
      description =
          "Print what is left out, too. A sixth field says 'superseded' there, and is empty"
              + " elsewhere.")
  private boolean all;

  @Mixin private final SettingOptions settings;

  public CurveCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    NamedTraining training = NamedTraining.of("curve", words, false, settings);
    long[] points = new long[1];
    OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    training
        .curve()
        .forEach(
            (point, isSuperseded) -> {
              points[0]++;
              if (all) {
                String line = point.line().stripTrailing();
                out.write(bytes(line + "\t" + (isSuperseded ? "superseded" : "") + "\n"));
              } else if (!isSuperseded) {
                out.write(bytes(point.line()));
              }
            });
    out.flush();
    if (points[0] == 0) {
      Terminal.remark(
          training.shown()
              + ": nothing was measured yet; have the command print lines of the step, the metric"
              + " and its value, separated by tabs, or name their form with 'curve'");
    }
    return 0;
  }

  private static byte[] bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8);
  }
}
