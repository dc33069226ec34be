package org.shoestring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The sample's experiment with PyTorch, with fewer steps, whose workspace in S3 several machines
 * share.
 *
 * @param folder that all machines have
 */
record MovedSample(Path folder) {
  static final String FILE = "en-de-pytorch.yaml";

  /** Copies it into a folder; a checkpoint is saved every 20 steps. */
  static MovedSample into(Path folder, int steps) throws IOException {
    Samples.copy("en-de", folder);
    MovedSample sample = new MovedSample(folder);
    sample.replace("--seed {seed}", "--seed {seed} --every 20 --steps " + steps);
    return sample;
  }

  /** Replaces a part of its file. */
  void replace(String part, String by) throws IOException {
    Path file = folder.resolve(FILE);
    Files.writeString(file, Files.readString(file).replace(part, by));
  }

  /** The folder of the server that it is started in. */
  Path server() {
    return folder.resolve("server");
  }

  /** Where the server has its workspace. */
  Path workspace() {
    return server().resolve("buckets/bucket/w");
  }

  /** What runs it in that workspace. */
  static String[] run() {
    return new String[] {"run", FILE, "--set", "workspace=s3://bucket/w", "--lease", "5s"};
  }

  /** Sends a signal when a checkpoint of that step or a later one is on the storage. */
  Shoestring.Result interrupted(Shoestring machine, String signal, int step) throws Exception {
    Shoestring.Running running = machine.start(run());
    while (running.process().isAlive() && SavedNames.highestStep(workspace()) < step) {
      Thread.sleep(20);
    }
    List<ProcessHandle> all = running.process().descendants().toList();
    running.signal(signal);
    if (signal.equals("KILL")) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    return running.end();
  }

  /** The last line of what a run printed, which has the score. */
  static String last(String out) {
    return out.lines().reduce("", (before, line) -> line);
  }
}
