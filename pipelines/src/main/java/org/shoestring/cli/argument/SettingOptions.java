package org.shoestring.cli.argument;

import java.util.ArrayList;
import java.util.List;
import org.shoestring.store.Stores;
import picocli.CommandLine.Option;

/** The option of all verbs that read an experiment, {@code FILE} or {@code FILE.yaml:STAGE}. */
public final class SettingOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set a value of the experiment, for example stages.bleu.metric=chrf. You can repeat"
              + " this option.")
  private List<String> values = new ArrayList<>();

  private final Stores stores;

  /** With what opens the files and folders that the verb reads and writes. */
  public SettingOptions(Stores stores) {
    this.stores = stores;
  }

  public Stores stores() {
    return stores;
  }

  /** The values as they were given. */
  List<String> values() {
    return values;
  }

  /** An experiment with these values. */
  public ExperimentArgument of(String file) {
    return new ExperimentArgument(file, this);
  }
}
