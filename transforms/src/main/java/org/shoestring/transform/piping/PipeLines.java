package org.shoestring.transform.piping;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.local.NamedInputs;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.unit.SpareWork;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.ShellCommand;
import org.shoestring.worker.WorkSlots;

/**
 * Feeds every line to a program that prints one line for each line that it reads, a shard at a
 * time, and makes a table of what it prints.
 */
public final class PipeLines
    extends PTransform<PCollection<? extends Shard>, PCollection<WrittenShard>> {
  private static final long serialVersionUID = 1;

  private final Program program;
  private final Input input;
  private final Output output;

  private PipeLines(Program program, Input input, Output output) {
    this.program = program;
    this.input = input;
    this.output = output;
  }

  /** A command that is sent to workers, and completed there. */
  public interface Command extends Serializable {
    /**
     * The command, ready to be started.
     *
     * @param copies local copies of the outputs that it names, by the names that it has for them
     * @param folder for other files of this machine that it needs
     */
    ShellCommand on(Map<String, Path> copies, Path folder) throws IOException;

    /**
     * The same command for workers on other machines, with the files that it needs of this one:
     * they are stored with the output in the making.
     */
    default Command sentWith(Output making) throws IOException {
      return this;
    }
  }

  /** The folder of this machine for what the programs of an output say while they run. */
  public static Path logs(Output output) {
    return output.workFolder().resolve(output.name()).resolve("log");
  }

  /**
   * What is run.
   *
   * @param command of what is started once a shard, or to be kept alive
   * @param keepAlive whether it flushes each line, and so serves one shard after another
   * @param memory in bytes, what it is counted with in the budget of {@link WorkSlots}
   * @param columns of the lines that it prints
   * @param written the command as its user wrote it, for messages
   * @param followed whether what it says while it runs lies in {@link #logs}; else in a temporary
   *     folder
   * @param inputs outputs that the command names: each worker makes local copies of them
   * @param policy what is done when it fails or hangs
   */
  public record Program(
      Command command,
      boolean keepAlive,
      long memory,
      Columns columns,
      String written,
      boolean followed,
      NamedInputs inputs,
      FailurePolicy policy)
      implements Serializable {

    /** A program whose command is run as it is written, in a folder that all workers have. */
    public Program(ShellCommand command, boolean keepAlive, long memory, Columns columns) {
      this(command, keepAlive, memory, columns, FailurePolicy.PLAIN);
    }

    /** The same with what is done when it fails. */
    public Program(
        ShellCommand command,
        boolean keepAlive,
        long memory,
        Columns columns,
        FailurePolicy policy) {
      this(
          (copies, folder) -> command,
          keepAlive,
          memory,
          columns,
          command.text(),
          false,
          NamedInputs.NONE,
          policy);
    }

    /** The same for workers on other machines. */
    public Program sentWith(Output making) throws IOException {
      return new Program(
          command.sentWith(making), keepAlive, memory, columns, written, followed, inputs, policy);
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

  /**
   * The work on single shards, for workers that have nothing else to do; empty for a program whose
   * user does not allow that it is given lines again.
   */
  public Optional<SpareWork<Shard>> spare() {
    return program.policy().repeat()
        ? Optional.of(new PipeFn(program, input, output).spare())
        : Optional.empty();
  }

  @Override
  public PCollection<WrittenShard> expand(PCollection<? extends Shard> shards) {
    return shards.apply("PipeShard", ParDo.of(new PipeFn(program, input, output)));
  }
}
