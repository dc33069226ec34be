package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trainers of several processes that are killed at random moments and continued by another number
 * of processes, beside this program: what counts in the end is that each sample of each epoch was
 * given as often as the tail says. What was given after the checkpoint from which the next attempt
 * continued does not count, as nothing that was learnt from it is left.
 */
@Tag("long")
@Timeout(600)
class ExactEpochsEndToEndTest {
  private static final int LINES = 420;
  private static final int EPOCHS = 3;
  private static final Path PROGRAM =
      Path.of("src", "test", "resources", "exact_epochs.py").toAbsolutePath();

  private final Path folder;
  private final Path seen;

  ExactEpochsEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.seen = Files.createDirectory(folder.resolve("seen"));
    // Six shards of two members each, of words of random lengths.
    Random random = new Random(3);
    StringBuilder raw = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      raw.append(i).append('\t');
      int words = 1 + random.nextInt(9);
      for (int word = 0; word < words; word++) {
        random.ints(36_000 / words, 'a', 'z').forEach(raw::appendCodePoint);
        raw.append(word + 1 < words ? ' ' : '\n');
      }
    }
    Files.writeString(folder.resolve("raw.tsv"), raw);
  }

  private void writeExperiment(String options, String data) throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [number, text]}
          shards: {shard: raw, into: 6, seed: 1}
          model:
            train: shards
            data: DATA
            command: "python3 PROGRAM --data {input} --checkpoints {checkpoints} OPTIONS > {out}/said"
        """
            .replace("PROGRAM", PROGRAM.toString())
            .replace("OPTIONS", options + " --epochs " + EPOCHS)
            .replace("DATA", data));
  }

  @ParameterizedTest
  @CsvSource({
    "stream, 0, exact, --tokens 40, 2 2 1 3",
    "stream, 2, exact, --batch 8, 3 1 2",
    "stream, 2, pad, --batch 5, 2 3 1",
    "copy, 2, drop, --tokens 20, 1 1 2",
    "stream, 0, exact, --batch 3, 7 2 7",
  })
  void run_killedAndContinuedByOthers_givesEachSampleAsTheTailSays(
      String data, int workers, String tail, String batch, String processes) throws Exception {
    writeExperiment(batch + " --workers " + workers + " --tail " + tail, data);
    Map<String, String> environment = new HashMap<>(PyTorch.environment());
    environment.put("READERS", StreamReader.FOLDER.toString());
    environment.put("SEEN", seen.toString());
    List<String> said = new ArrayList<>();
    Random random = new Random(workers + tail.length());
    String[] worlds = processes.split(" ", -1);
    for (int attempt = 0; attempt < worlds.length; attempt++) {
      environment.put("PROCESSES", worlds[attempt]);
      environment.put("PORT", Integer.toString(freePort()));
      Shoestring here = Shoestring.in(folder).in(environment);
      boolean isLast = attempt == worlds.length - 1;
      Shoestring.Result result =
          isLast
              ? here.run("run", "e.yaml", "--lease", "5").good()
              : killed(here.start("run", "e.yaml", "--lease", "5"), random);
      said.add(result.err());
    }

    List<Attempt> attempts = attempts();
    assertThat(attempts.stream().map(Attempt::world))
        .as(String.join("\n", said))
        .containsExactly(Stream.of(worlds).map(Integer::valueOf).toArray(Integer[]::new));
    assertThat(attempts.subList(1, attempts.size()))
        .as(String.join("\n", said))
        .noneMatch(attempt -> attempt.start().equals(new Place(0, 0)));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      check(counts(attempts, epoch), tail);
    }
  }

  private static void check(Map<String, Integer> counts, String tail) {
    if (!tail.equals("drop")) {
      assertThat(counts.keySet())
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, LINES).mapToObj(Integer::toString).toList());
    }
    if (!tail.equals("pad")) {
      assertThat(counts.values()).containsOnly(1);
    }
    // What a step has, at most.
    assertThat(counts.values().stream().mapToInt(Integer::intValue).sum())
        .isBetween(LINES - 40, LINES + 15);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Kills it, or some of its processes, a while after it has learnt, and a checkpoint is saved. */
  private Shoestring.Result killed(Shoestring.Running running, Random random) throws Exception {
    Path workspace = folder.resolve("w");
    int before = SavedNames.highestStep(workspace);
    int steps = steps();
    while (running.process().isAlive()
        && (SavedNames.highestStep(workspace) == before || steps() < steps + 5)) {
      Thread.sleep(20);
    }
    Thread.sleep(random.nextInt(300));
    List<ProcessHandle> all = new ArrayList<>(running.process().descendants().toList());
    int victims = random.nextInt(3);
    if (victims == 0) {
      running.signal("KILL");
    }
    // One rank, or all.
    List<ProcessHandle> ranks = all.stream().filter(this::isTrainer).toList();
    List<ProcessHandle> some = victims == 2 ? ranks.subList(ranks.size() - 1, ranks.size()) : all;
    some.forEach(ProcessHandle::destroyForcibly);
    return running.end();
  }

  /** The steps that were taken, and the starts. */
  private int steps() throws IOException {
    int steps = 0;
    try (Stream<Path> files = Files.list(seen)) {
      for (Path file : files.filter(file -> file.toString().endsWith("-0.tsv")).toList()) {
        steps += Files.readAllLines(file).size();
      }
    }
    return steps;
  }

  private boolean isTrainer(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(PROGRAM + " ");
  }

  /** What this program left at work when it was killed. */
  @AfterEach
  void endTrainers() {
    ProcessHandle.allProcesses()
        .filter(this::isTrainer)
        .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** How far all processes together are. */
  private record Place(int epoch, int position) {
    boolean isAfter(Place other) {
      return epoch > other.epoch || (epoch == other.epoch && position > other.position);
    }
  }

  /** What a process was given in a step, after which it is at a place. */
  private record Step(Place after, List<String> samples) {
    int epoch() {
      return after.position > 0 ? after.epoch : after.epoch - 1;
    }
  }

  private record Attempt(int world, Place start, List<Step> steps) {}

  private List<Attempt> attempts() throws IOException {
    Map<String, List<List<String>>> processes = new TreeMap<>();
    try (Stream<Path> files = Files.list(seen)) {
      for (Path file : files.sorted().toList()) {
        String started = file.getFileName().toString().replaceAll("-.*", "");
        processes.computeIfAbsent(started, key -> new ArrayList<>()).add(Files.readAllLines(file));
      }
    }
    List<Attempt> attempts = new ArrayList<>();
    for (List<List<String>> files : processes.values()) {
      List<Step> steps = new ArrayList<>();
      for (List<String> lines : files) {
        // A process that was killed may have written part of a line.
        lines.stream().skip(1).forEach(line -> steps.add(step(line)));
      }
      String[] start = files.get(0).get(0).split("\t", -1);
      attempts.add(new Attempt(files.size(), place(start[1], start[2]), steps));
    }
    return attempts;
  }

  private static Place place(String epoch, String position) {
    return new Place(Integer.parseInt(epoch), Integer.parseInt(position));
  }

  private static Step step(String line) {
    String[] fields = line.split("\t", -1);
    return new Step(place(fields[0], fields[1]), List.of(fields).subList(2, fields.length));
  }

  /** How often each sample of an epoch was given, up to where the next attempt started. */
  private static Map<String, Integer> counts(List<Attempt> attempts, int epoch) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < attempts.size(); i++) {
      for (Step step : attempts.get(i).steps()) {
        boolean counted =
            i + 1 == attempts.size() || !step.after().isAfter(attempts.get(i + 1).start());
        if (counted && step.epoch() == epoch) {
          step.samples().forEach(sample -> counts.merge(sample, 1, Integer::sum));
        }
      }
    }
    return counts;
  }
}
