package org.shoestring.transform;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.Shard;
import org.shoestring.table.SharedCopy;
import org.shoestring.table.Table;
import org.shoestring.tsv.Codec;
import org.shoestring.tsv.Columns;
import org.shoestring.worker.ShellCommand;

/**
 * Feeds every line to a program that prints one line for each line that it reads, a shard at a
 * time, and makes a table of what it prints.
 */
public final class PipeLines extends PTransform<PCollection<Shard>, PCollection<Shard>> {
  private static final long serialVersionUID = 1;

  private final Program program;
  private final Input input;
  private final Output output;

  private PipeLines(Program program, Input input, Output output) {
    this.program = program;
    this.input = input;
    this.output = output;
  }

  /**
   * What is run.
   *
   * @param command started once a shard, or to be kept alive
   * @param keepAlive whether it flushes each line, and so serves one shard after another
   * @param memory in bytes, what it is counted with in the budget of {@link WorkSlots}
   * @param columns of the lines that it prints
   * @param written the command as its user wrote it, for messages
   * @param copies that the command reads, as others may do at the same time
   * @param logs the local folder for what it says while it runs; empty for a temporary one
   */
  public record Program(
      ShellCommand command,
      boolean keepAlive,
      long memory,
      Columns columns,
      String written,
      List<SharedCopy> copies,
      String logs)
      implements Serializable {

    public Program {
      copies = List.copyOf(copies);
    }

    /** A program whose command is run as it is written. */
    public Program(ShellCommand command, boolean keepAlive, long memory, Columns columns) {
      this(command, keepAlive, memory, columns, command.text(), List.of(), "");
    }
  }

  /** What the incoming shards hold, and which fields are fed, joined by tabs. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Input(Stores stores, Codec codec, int columns, int[] fields) implements Serializable {}

  /** The program over shards of {@code table}, fed with these fields, into {@code output}. */
  public static PipeLines of(Program program, Table table, int[] fields, Output output) {
    Input input =
        new Input(table.stores(), table.manifest().codec(), table.columns().size(), fields.clone());
    return new PipeLines(program, input, output);
  }

  @Override
  public PCollection<Shard> expand(PCollection<Shard> shards) {
    return shards.apply("PipeShard", ParDo.of(new PipeFn(program, input, output)));
  }
}
