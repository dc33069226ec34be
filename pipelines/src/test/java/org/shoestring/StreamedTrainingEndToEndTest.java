package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;

/** A training on a machine whose disk has no room for its data, over S3. */
@Tag("long")
@Timeout(400)
class StreamedTrainingEndToEndTest {
  private static final int LINES = 2000;
  private static final int CHARACTERS = 1000;
  private static final int EPOCHS = 2;
  private static final int BOUND = 3;

  /** All but shards that lies on the machine: a manifest, a log, records. */
  private static final long OTHER_BYTES = 100_000;

  private static final Pattern FETCHED = Pattern.compile("streamed the input: fetched ([0-9]+) ");

  private final Path folder;
  private final Path state;

  StreamedTrainingEndToEndTest(@TempDir Path temp) throws IOException {
    this.folder = Files.createDirectory(temp.resolve("experiment"));
    this.state = Files.createDirectory(temp.resolve("elsewhere")); // Else its files are watched.
    Random random = new Random(1);
    StringBuilder raw = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      raw.append(i).append(' ');
      random.ints(CHARACTERS, 'a', 'z' + 1).forEach(letter -> raw.append((char) letter));
      raw.append('\n');
    }
    Files.writeString(folder.resolve("raw.tsv"), raw);
    Files.copy(
        StreamReader.FOLDER.resolve("shoestring_data.py"), folder.resolve("shoestring_data.py"));
    Files.writeString(
        folder.resolve("train.py"),
        """
        import os, sys, time
        from shoestring_data import Reader
        data, out, state, rank, world = sys.argv[1:]
        open(os.path.join(out, "model-" + rank), "w").write("model")
        with open(os.path.join(state, "lines-" + rank), "w") as file:
            reader = Reader(data, batch=20, rank=int(rank), world=int(world), mix=(2, 2))
            for lines, _ in reader.batches(epochs=EPOCHS):
                print(*[line.split(" ")[0] for line in lines], sep="\\n", file=file)
                time.sleep(0.01)
                while rank == "0" and os.path.exists(os.path.join(state, "hangs")):
                    with open(os.path.join(state, "pid"), "w") as pid:
                        pid.write(str(os.getpid()))
                    time.sleep(1000)
        """
            .replace("EPOCHS", Integer.toString(EPOCHS)));
  }

  @BeforeEach
  void assumePython() throws InterruptedException {
    assumeTrue(StreamReader.isThere(), StreamReader.TAKES);
  }

  private void write(String workspace, String command) throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: WORKSPACE
        stages:
          raw: {import: raw.tsv, columns: [text]}
          shards: {shard: raw, into: 8}
          model:
            train: shards
            data: {stream: BOUND}
            command: "COMMAND"
        """
            .replace("WORKSPACE", workspace)
            .replace("BOUND", Integer.toString(BOUND))
            .replace("COMMAND", command.replace("STATE", state.toString())));
  }

  /** What lies on the disk of a machine, and how much of it there ever was at a time. */
  private static final class DiskSamples {
    private final Path machine;
    private int shards;
    private long bytes;

    DiskSamples(Path machine) {
      this.machine = machine;
    }

    private static boolean isShard(Path file) {
      return file.getFileName().toString().matches("part-[0-9]{5}-.*");
    }

    /** Counts what is there now, without what the command has made. */
    void take() {
      List<Path> found = new ArrayList<>();
      long size = 0;
      try (Stream<Path> files = Files.walk(machine)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (!file.toString().contains("/out/")) {
            size += Files.size(file);
            found.add(file);
          }
        }
      } catch (IOException | UncheckedIOException e) {
        return; // Something went while it was listed.
      }
      shards = Math.max(shards, (int) found.stream().filter(DiskSamples::isShard).count());
      bytes = Math.max(bytes, size);
    }
  }

  private long largestShard(Path outputs) throws IOException {
    try (Stream<Path> files = Files.walk(outputs)) {
      return files
          .filter(file -> file.toString().contains("shard-") && DiskSamples.isShard(file))
          .mapToLong(file -> file.toFile().length())
          .max()
          .orElseThrow();
    }
  }

  private static List<String> allLines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES * EPOCHS; i++) {
      lines.add(Integer.toString(i / EPOCHS));
    }
    lines.sort(null);
    return lines;
  }

  /** What the process of a rank has read, sorted. */
  private List<String> read(int rank) throws IOException {
    return Files.readAllLines(state.resolve("lines-" + rank)).stream().sorted().toList();
  }

  @Test
  void run_diskIsSmallerThanTheData_hasNeverMoreShardsThanTheBound() throws Exception {
    write("s3://bucket/w", "exec python3 train.py {input} {out} STATE 0 1");
    Path server = folder.resolveSibling("server");
    try (S3Server s3 = S3Server.in(server)) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      here.onMachine("a").run("run", "e.yaml", "shards").good();
      long largest = largestShard(server.resolve("buckets/bucket/w/outputs"));
      DiskSamples samples = new DiskSamples(folder.resolve("machine-b"));
      Shoestring.Running running = here.onMachine("b").start("run", "e.yaml");
      while (running.process().isAlive()) {
        samples.take();
      }
      Shoestring.Result result = running.end().good();

      assertThat(samples.shards).isEqualTo(BOUND);
      assertThat(samples.bytes).isBetween((BOUND - 1) * largest, BOUND * largest + OTHER_BYTES);
      assertThat(result.err()).contains("model: streams the input: at most 3 of 8 shards (");
      Matcher fetched = FETCHED.matcher(result.err());
      assertThat(fetched.find()).as(result.err()).isTrue();
      assertThat(Integer.parseInt(fetched.group(1)))
          .isBetween(8 * EPOCHS - BOUND, 8 * EPOCHS + BOUND);
      assertThat(read(0)).isEqualTo(allLines());
      assertThat(folder.resolve("machine-b/shoestring/in")).doesNotExist();
      assertThat(here.onMachine("b").run("run", "e.yaml", "--set", "stages.model.data=copy").good())
          .extracting(Shoestring.Result::out)
          .asString()
          .contains("model", "CACHED");
    }
  }

  /** It holds shards that it needs, and the other one needs others. */
  @Test
  void run_oneOfTwoReadingProcessesIsKilled_theOtherOneReadsOn() throws Exception {
    write(
        "w",
        "python3 train.py {input} {out} STATE 0 2 & python3 train.py {input} {out} STATE 1 2; wait");
    Files.createFile(state.resolve("hangs"));
    Path pid = state.resolve("pid");
    Shoestring here = Shoestring.in(folder);
    Shoestring.Running running = here.start("run", "e.yaml");
    StoppedFixture.await(running, () -> pid.toFile().length() > 0);
    ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow().destroyForcibly();

    running.end().good();

    assertThat(read(1)).hasSize(LINES * EPOCHS / 2);
  }

  @Test
  void run_storeRefusesShards_endsWithItsErrorAndContinuesLater() throws Exception {
    write("test://bucket/w", "exec python3 train.py {input} {out} STATE 0 1");
    try (S3Proxy server = S3Proxy.openOver(folder.resolveSibling("server"), "bucket");
        FaultProxy proxy = FaultProxy.of(server.port())) {
      TestStoreFile.write(folder, proxy.endpoint());
      Shoestring here =
          Shoestring.in(folder)
              .in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", S3Proxy.SECRET_KEY));
      here.onMachine("a").run("run", "e.yaml", "shards").good();
      proxy.inject(
          FaultRule.always(Fault.Answer.s3(403, "AccessDenied", "not you"))
              .when(
                  request ->
                      request.target().contains("/outputs/shard-")
                          && request.target().contains("part-00004"))
              .on("GET"));

      Shoestring.Result failed = here.onMachine("b").run("run", "e.yaml");

      assertThat(failed.code()).as(failed.err()).isEqualTo(5);
      assertThat(failed.err()).contains("part-00004", "403");
      assertThat(here.onMachine("b").run("log", "e.yaml", "model").good().out())
          .contains("shoestring_data.DataError: ", "part-00004", "403");
      proxy.inject(FaultRule.NONE);
      here.onMachine("b").run("run", "e.yaml").good();
      assertThat(read(0)).isEqualTo(allLines());
    }
  }

  /** Its reader notices that nobody fills the folder; the next start uses what lies there. */
  @Test
  void run_killed_isContinuedByTheNext() throws Exception {
    write("w", "exec python3 train.py {input} {out} STATE 0 1");
    Files.createFile(state.resolve("hangs"));
    Path pid = state.resolve("pid");
    Shoestring here = Shoestring.in(folder);
    Shoestring.Running running = here.start("run", "e.yaml");
    StoppedFixture.await(running, () -> pid.toFile().length() > 0);
    running.signal("KILL");
    running.end();
    Files.delete(state.resolve("hangs"));

    here.run("run", "e.yaml").good();

    assertThat(read(0)).isEqualTo(allLines());
  }

  @Test
  void run_commandWithoutTheReader_saysTheCure() throws Exception {
    write("w", "zcat {input}/part-* > {out}/lines");
    Shoestring.Result result = Shoestring.in(folder).run("run", "e.yaml");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("shoestring_data.py, or remove 'data: stream' from the stage")
        .contains("part-read-this-folder-with-shoestring_data.py.tsv.gz: not in gzip format");
  }
}
