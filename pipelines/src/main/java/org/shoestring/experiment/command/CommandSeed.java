package org.shoestring.experiment.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Placeholders;
import org.shoestring.experiment.watch.ProgramFiles;
import org.shoestring.experiment.watch.WatchedFiles;
import org.shoestring.shuffle.Seed;

/**
 * When a command is given a seed, which is part of its key then: when its stage has one of its own,
 * when it trains and the experiment says one, and when the command or a file that it uses names the
 * variable. Else another seed would have everything run again that has no use for it.
 *
 * @param own the stage's; null for that of the experiment
 * @param trains whether the stage is one whose program most likely takes a seed
 */
public record CommandSeed(@Nullable Seed own, boolean trains) {
  /**
   * The seed; empty if the command is given none.
   *
   * @param named whether the command names it
   * @param watched files of the command, which may use others
   */
  OptionalLong of(Experiment experiment, boolean named, WatchedFiles watched) throws IOException {
    if (own != null) {
      return OptionalLong.of(own.value());
    }
    if (named || (trains && experiment.seedIsGiven())) {
      return OptionalLong.of(experiment.seed());
    }
    boolean takes = anyTakes(watched.files().values()) || anyTakes(watched.usedFiles());
    return takes ? OptionalLong.of(experiment.seed()) : OptionalLong.empty();
  }

  private static boolean anyTakes(Collection<Path> files) throws IOException {
    String variable = CommandTemplate.variable(Placeholders.SEED);
    for (Path file : files) {
      if (ProgramFiles.mentions(file, variable)) {
        return true;
      }
    }
    return false;
  }
}
