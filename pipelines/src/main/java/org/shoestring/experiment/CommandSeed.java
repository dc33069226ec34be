package org.shoestring.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.watch.ProgramFiles;
import org.shoestring.shuffle.Seed;

/**
 * When a command is given a seed, which is part of its key then: when its stage has one of its own,
 * when it trains and the experiment says one, and when the command or a file that it uses names the
 * variable. Else another seed would have everything run again that has no use for it.
 *
 * @param own the stage's; null for that of the experiment
 * @param trains whether the stage is one whose program most likely takes a seed
 */
record CommandSeed(@Nullable Seed own, boolean trains) {
  /**
   * The seed; empty if the command is given none.
   *
   * @param named whether the command names it
   * @param used files that the command uses
   */
  OptionalLong of(Experiment experiment, boolean named, Collection<Path> used) throws IOException {
    if (own != null) {
      return OptionalLong.of(own.value());
    }
    if (named || (trains && experiment.seedIsGiven())) {
      return OptionalLong.of(experiment.seed());
    }
    for (Path file : used) {
      if (ProgramFiles.mentions(file, CommandTemplate.variable(CommandTemplate.SEED))) {
        return OptionalLong.of(experiment.seed());
      }
    }
    return OptionalLong.empty();
  }
}
