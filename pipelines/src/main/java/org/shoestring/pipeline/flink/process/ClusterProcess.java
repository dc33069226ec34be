package org.shoestring.pipeline.flink.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.shoestring.files.CacheFolder;
import org.shoestring.pipeline.flink.FlinkFolder;
import org.shoestring.pipeline.flink.plan.NotReadyException;
import org.shoestring.pipeline.flink.plan.PlannedProcess;
import org.shoestring.pipeline.flink.plan.ProcessChoices;
import org.shoestring.pipeline.flink.security.ClusterCertificates;
import org.shoestring.pipeline.flink.settings.ClusterFile;
import org.shoestring.pipeline.process.MachineMemory;
import org.shoestring.pipeline.process.Messages;
import org.shoestring.spec.UsageException;

/** A process of a cluster: what it is made of, how it starts, how it runs. */
public abstract sealed class ClusterProcess permits JobManagerProcess, TaskManagerProcess {
  private final ProcessChoices choices;

  ClusterProcess(ProcessChoices choices) {
    this.choices = choices;
  }

  /** The settings of a file, and those of certificates. */
  static Configuration settings(String file, ProcessChoices choices) throws IOException {
    Configuration settings = ClusterFile.read(file);
    if (choices.certificates().isPresent()) {
      settings.addAll(certificates(choices.certificates().get()));
    }
    return settings;
  }

  private static Configuration certificates(Path folder) throws IOException {
    try {
      return Configuration.fromMap(ClusterCertificates.ofProcess(folder));
    } catch (UsageException e) {
      throw new NotReadyException(String.valueOf(e.getMessage()), e); // A copy may be on its way.
    }
  }

  /** What it is made of on a machine. */
  abstract PlannedProcess plan(ProcessChoices choices, long machineMemory) throws IOException;

  /** Fails if a port that it listens on is in use. */
  abstract void checkPorts(Configuration configuration);

  /** Runs it in this process, until it ends. */
  abstract int run(Configuration configuration, Path folder, Consumer<String> tell)
      throws Exception;

  /**
   * The command that starts it, with the options of {@code java} that it needs.
   *
   * @param arguments of the command line that call {@link #run}, but for its memory and its slots
   */
  public final List<String> command(List<String> arguments, Consumer<String> tell)
      throws IOException {
    return command(List.of(), choices.folder(), arguments, tell);
  }

  private List<String> command(
      List<String> moreFlags, Path folder, List<String> arguments, Consumer<String> tell)
      throws IOException {
    PlannedProcess planned = plan(choices, MachineMemory.bytes());
    planned.remarks().forEach(tell);
    Files.createDirectories(folder);
    List<String> flags = new ArrayList<>(planned.javaFlags());
    flags.addAll(moreFlags);
    List<String> words = new ArrayList<>(arguments);
    words.addAll(planned.arguments());
    return FlinkJvm.command(flags, folder, words);
  }

  /** Turns this process into it; returns only by failing. */
  public final void become(List<String> arguments, Consumer<String> tell) throws IOException {
    checkPorts(plan(choices, MachineMemory.bytes()).configuration());
    Files.createDirectories(choices.folder());
    Path folder = TemporaryFiles.next(choices.folder());
    List<String> command = command(List.of(TemporaryFiles.flag(folder)), folder, arguments, tell);
    Messages.awaitAll();
    ProcessImage.replace(command, folder);
  }

  /** Runs it in this process, which has the right options of {@code java}, and returns its code. */
  public final int run(Consumer<String> tell) throws Exception {
    Files.createDirectories(choices.folder());
    Path folder = TemporaryFiles.own(choices.folder());
    Configuration configuration = plan(choices, MachineMemory.bytes()).configuration();
    FlinkFolder.set(configuration, folder);
    System.setProperty(CacheFolder.OF_PROCESS, folder.toString());
    checkPorts(configuration);
    return run(configuration, folder, tell);
  }
}
