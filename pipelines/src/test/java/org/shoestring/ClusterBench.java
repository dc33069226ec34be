package org.shoestring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.shoestring.store.object.ObjectStore;

/** A cluster, a bucket, and machines that run experiments on both of them. */
final class ClusterBench implements AutoCloseable {
  /** What the description of a job on a worker matches. */
  static final String RUNNING = "\"state\":\"RUNNING\"";

  private static final int LINES = 4000;

  final FlinkCluster cluster;
  private final Path folder;
  private final Path gates;
  private final Path server;
  private final S3Server s3;

  ClusterBench(Path folder, int workers) throws Exception {
    this.folder = Files.createDirectory(folder.resolve("home"));
    this.gates = Files.createDirectory(folder.resolve("gates"));
    this.server = folder.resolve("server");
    this.s3 = S3Server.in(server);
    ObjectStore bucket = s3.stores().at("s3://bucket");
    Path raw = bucket.newSpool();
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(raw))) {
      for (int i = 0; i < LINES; i++) {
        out.write(("line " + i * 7919 % 3700 + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    bucket.put("lines.tsv.gz", raw);
    this.cluster = FlinkCluster.start(folder.resolve("cluster"), workers, s3.environment());
  }

  /** The variables of processes that use the bucket. */
  Map<String, String> environment() {
    return s3.environment();
  }

  /** A machine with a name. */
  Shoestring machine(String name) {
    return Shoestring.in(folder).in(s3.environment()).onMachine(name);
  }

  /**
   * Writes an experiment of the stages raw, slow and ends, of which slow is a program for each of
   * two shards; and returns its file.
   */
  String experiment(String workspace, String program) throws IOException {
    Files.writeString(
        folder.resolve(workspace + ".yaml"),
        """
        experiment: slow
        workspace: s3://bucket/WORKSPACE
        stages:
          raw: {import: "s3://bucket/lines.tsv.gz", columns: [line], shard-size: 25000}
          slow: {pipe: raw, command: "PROGRAM", columns: [line]}
          ends: {preprocess: slow, steps: [deduplicate]}
        """
            .replace("WORKSPACE", workspace)
            .replace("PROGRAM", program));
    return workspace + ".yaml";
  }

  /** A program that copies its lines when a gate was opened. */
  String gated(String gate) {
    return "until test -e " + gates.resolve(gate) + "; do sleep 0.1; done; cat";
  }

  /** Lets all programs behind a gate go on. */
  void open(String gate) throws IOException {
    Files.createFile(gates.resolve(gate));
  }

  /** How often the claims of jobs to outputs of a type were renewed. */
  long renewals(String workspace, String type) throws IOException {
    long beats = 0;
    for (Path claim : claims(workspace, type)) {
      for (String line : Files.readAllLines(claim)) {
        beats += line.startsWith("beat\t") ? Long.parseLong(line.substring(5)) : 0;
      }
    }
    return beats;
  }

  /** Adds a stage to an experiment. */
  void add(String file, String stage) throws IOException {
    Files.writeString(folder.resolve(file), "  " + stage + "\n", StandardOpenOption.APPEND);
  }

  /** Waits until a job has claimed an output of a type. */
  void awaitJobsClaim(String workspace, String type) throws Exception {
    cluster.await("the claim of a job", () -> !claims(workspace, type).isEmpty());
  }

  /** The claims that followed others, to outputs of a type. */
  List<Path> claims(String workspace, String type) throws IOException {
    Path leases = server.resolve("buckets/bucket").resolve(workspace).resolve("leases");
    if (!Files.isDirectory(leases)) {
      return List.of();
    }
    try (Stream<Path> outputs = Files.list(leases)) {
      return outputs
          .filter(output -> String.valueOf(output.getFileName()).startsWith(type))
          .map(output -> output.resolve("000001"))
          .filter(Files::exists)
          .toList();
    }
  }

  @Override
  public void close() throws Exception {
    cluster.close();
    s3.close();
  }
}
