package org.shoestring.transform;

/** Ends the process: after an OutOfMemoryError a runner may wait for its lost worker for ever. */
public final class OutOfMemory {
  private OutOfMemory() {}

  /** Says what happened and what to do, and exits with 1; what is finished stays finished. */
  public static void halt(OutOfMemoryError error) {
    System.err.println(
        "shoestring: out of memory ("
            + error.getMessage()
            + ", heap "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB): give Java more (-Xmx1g, or MAVEN_OPTS=-Xmx1g), or work on fewer shards at"
            + " once (-j 1). What is finished is kept: the same command goes on from there.");
    Runtime.getRuntime().halt(1);
  }
}
