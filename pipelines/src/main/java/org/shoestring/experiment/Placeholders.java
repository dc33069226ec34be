package org.shoestring.experiment;

import java.util.List;

/** What stands in braces in commands and is no stage. */
public final class Placeholders {
  /** A local copy of the stage's own input. */
  public static final String INPUT = "input";

  /** The folder that the output is taken from. */
  public static final String OUT = "out";

  /** The folder that outlives a killed command. */
  public static final String CHECKPOINTS = "checkpoints";

  /** The experiment's seed. */
  public static final String SEED = "seed";

  /** This program, started the way it was started. */
  public static final String SHOESTRING = "shoestring";

  /** All of them: no stage can have such a name, since no command could name it. */
  public static final List<String> RESERVED = List.of(INPUT, OUT, CHECKPOINTS, SEED, SHOESTRING);

  private Placeholders() {}
}
