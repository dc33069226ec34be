package org.shoestring.pipeline;

import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Output;
import org.shoestring.table.Workspace;
import org.shoestring.transform.OutOfMemory;
import org.shoestring.tsv.Codec;

/** Runs the work of one stage outside an experiment: the common part of all mains. */
final class StageMain {
  private StageMain() {}

  /** What a main does between reading its options and running its work. */
  interface WorkOf<O> {
    StageWork of(O options) throws Exception;
  }

  /** Does the work unless it is done, prints the folder of its output, and ends the process. */
  static <O extends StageOptions> void run(String[] args, Class<O> type, WorkOf<O> work) {
    OutOfMemory.watch();
    int code = 0;
    try {
      PipelineOptionsFactory.register(type);
      O options = parse(args, type);
      StageWork todo = work.of(options);
      Output output = workspace(options).output(todo.recipe());
      if (output.manifest().isEmpty()) {
        todo.run(output, units -> options);
      }
      System.out.println(output.folder());
    } catch (Exception e) {
      code = ExitCode.tell(e);
    }
    System.exit(code);
  }

  private static <O extends StageOptions> O parse(String[] args, Class<O> type) {
    try {
      return PipelineOptionsFactory.fromArgs(args).withValidation().as(type);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          e.getMessage() + "; --help=" + type.getName() + " lists what there is");
    }
  }

  private static Workspace workspace(StageOptions options) throws Exception {
    String name = options.getCompression();
    Codec codec =
        Codec.named(name)
            .orElseThrow(
                () -> UsageException.unknown("--compression", "compression", name, Codec.tokens()));
    int level =
        options.getCompressionLevel() == 0 ? codec.defaultLevel() : options.getCompressionLevel();
    return Workspace.open("--compression", options.getWorkspace(), codec, level);
  }
}
