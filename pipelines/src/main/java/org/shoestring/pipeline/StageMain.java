package org.shoestring.pipeline;

import java.beans.Introspector;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PipelineOptionsValidator;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.ProcessEnd;
import org.shoestring.files.SettingsFile;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.pipeline.options.OptionChecks;
import org.shoestring.pipeline.options.OptionRefusal;
import org.shoestring.pipeline.options.RunnerFile;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.pipeline.process.Messages;
import org.shoestring.pipeline.process.ProcessSetup;
import org.shoestring.pipeline.process.Termination;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.config.UrlCredentials;
import org.shoestring.store.remote.SecretFields;
import org.shoestring.table.Output;
import org.shoestring.table.Workspace;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the work of one stage outside an experiment: the common part of all mains. */
final class StageMain {
  private static final Logger LOG = LoggerFactory.getLogger(StageMain.class);
  private static final String RUNNER = "--runner=";

  private StageMain() {}

  /** What a main does between reading its options and running its work. */
  interface WorkOf<O> {
    StageWork of(O options, Stores stores) throws Exception;
  }

  /** Does the work unless it is done, prints the folder of its output, and ends the process. */
  static <O extends StageOptions> void run(String[] given, Class<O> type, WorkOf<O> work) {
    ProcessSetup.run();
    String[] args = withRunner(given, StageMain.class.getClassLoader());
    int code = 0;
    AtomicBoolean atWork = new AtomicBoolean(true);
    var unused = ProcessEnd.add(() -> tellStopped(atWork));
    try {
      for (String argument : args) {
        UrlCredentials.refuse(argument.split("=", 2)[0], argument);
      }
      if (List.of(args).contains("--help") || List.of(args).contains("--help=" + type.getName())) {
        System.out.print(MainHelp.of(type));
        atWork.set(false);
        System.exit(0);
      }
      @Nullable BeamSettings settings = settings(args, type);
      IntFunction<O> pipelines = units -> parse(settings, units, args, type);
      O options = pipelines.apply(1);
      Stores stores = Stores.of(() -> storeOptions(settings, args, type));
      StageWork todo = work.of(options, stores);
      Output output = workspace(options, stores).output(todo.recipe());
      System.out.println(made(output, todo, pipelines::apply, Termination.stop()).folder());
      atWork.set(false);
    } catch (StoppedException e) {
      code = Termination.exitCode();
    } catch (Exception e) {
      atWork.set(false);
      code = ExitCode.tell(e);
    }
    System.exit(code);
  }

  /** Where Flink's client has loaded a main, its cluster does the work unless options say else. */
  static String[] withRunner(String[] args, @Nullable ClassLoader loader) {
    boolean isFlinks =
        loader != null && loader.getClass().getName().startsWith("org.apache.flink.");
    if (!isFlinks || Stream.of(args).anyMatch(argument -> argument.startsWith(RUNNER))) {
      return args;
    }
    return Stream.concat(Stream.of(args), Stream.of(RUNNER + "FlinkRunner")).toArray(String[]::new);
  }

  private static void tellStopped(AtomicBoolean atWork) {
    if (atWork.get()) {
      Messages.printLast(() -> System.err.println("shoestring: " + Termination.STOPPED));
    }
  }

  /** The output in the folder that it has now, once it exists. */
  static Output made(
      Output output, StageWork todo, IntFunction<PipelineOptions> options, StopSignal stop)
      throws Exception {
    Output.Located now = output.hold();
    for (int begun = 0; now.manifest().isEmpty(); begun++) {
      if (begun == OutputRemovedException.MOST) {
        throw OutputRemovedException.tooOften(output.name());
      }
      try {
        todo.runUntilStopped(now.output(), options, stop);
      } catch (OutputRemovedException e) {
        LOG.info("it is made again: {}", e.getMessage());
      }
      now = output.hold();
    }
    return now.output();
  }

  /** The settings of a runner's file that {@code --runner} names; null if it names a class. */
  private static @Nullable BeamSettings settings(String[] args, Class<? extends StageOptions> type)
      throws IOException {
    List<String> others = new ArrayList<>(List.of(args));
    for (String argument : args) {
      String name = argument.startsWith(RUNNER) ? argument.substring(RUNNER.length()) : "";
      if (!name.isEmpty() && RunnerFile.find(name).isPresent()) {
        others.remove(argument);
        int processors = Runtime.getRuntime().availableProcessors();
        return BeamSettings.of(name, others, processors, type).checked();
      }
    }
    return null;
  }

  private static PipelineOptions storeOptions(
      @Nullable BeamSettings settings, String[] args, Class<? extends StageOptions> type) {
    return settings == null
        ? PipelineOptionsFactory.fromArgs(args).as(type)
        : settings.storeOptions();
  }

  /**
   * The options of a stage.
   *
   * @throws UsageException if one is unknown, missing, or has a value that is not allowed
   */
  static <O extends StageOptions> O parse(
      @Nullable BeamSettings settings, int units, String[] args, Class<O> type) {
    refuseEmpty(args, type);
    try {
      if (settings != null) {
        return PipelineOptionsValidator.validate(type, settings.options(units));
      }
      O options = PipelineOptionsFactory.fromArgs(args).withValidation().as(type);
      OptionChecks.refuseUnused(
          List.of(args),
          Stream.of(args)
              .map(option -> new SettingsFile.Line("the command line", option))
              .toList());
      List<String> open = SecretFields.without(List.of(args));
      if (open.size() < args.length) {
        options = PipelineOptionsFactory.fromArgs(open.toArray(new String[0])).as(type);
      }
      BeamSettings.withoutSearchForRegion(options, open);
      return options;
    } catch (InvalidPathException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      String refusal =
          Stream.of(args)
              .flatMap(argument -> OptionRefusal.of(argument, type).stream())
              .findFirst()
              .orElseGet(() -> OptionRefusal.ofAll(e));
      throw new UsageException(refusal + "; --help lists the options");
    }
  }

  /** Fails for an option that must be given and is given without a value. */
  private static void refuseEmpty(String[] args, Class<?> type) {
    List<String> given = List.of(args);
    for (Method getter : type.getMethods()) {
      String name = "--" + Introspector.decapitalize(getter.getName().replaceFirst("^get", ""));
      if (getter.isAnnotationPresent(Validation.Required.class) && given.contains(name + "=")) {
        throw UsageException.empty(name);
      }
    }
  }

  private static Workspace workspace(StageOptions options, Stores stores) throws Exception {
    String name = options.getCompression();
    Codec codec =
        Codec.named(name)
            .orElseThrow(
                () -> UsageException.unknown("--compression", "compression", name, Codec.tokens()));
    int level =
        options.getCompressionLevel() == 0 ? codec.defaultLevel() : options.getCompressionLevel();
    return Workspace.open(stores, "--compression", options.getWorkspace(), codec, level).make();
  }
}
