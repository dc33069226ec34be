package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.record.Recipe;
import org.shoestring.transform.importing.ImportFn;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.importing.SourceVersion;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;

/**
 * A worker in a process of its own, with other options, another working directory and another
 * environment than the process that put its functions together.
 */
@Tag("long")
class StoresOnWorkersTest {
  private static final String SECRET = "hush-hush";

  @TempDir private static Path folder = Path.of("");
  private static S3Proxy sources;
  private static S3Proxy lab;

  @BeforeAll
  static void startServers() throws IOException {
    sources = S3Proxy.over(folder.resolve("sources"), "bucket");
    lab = S3Proxy.over(folder.resolve("lab"), "bucket");
    TestStores.s3(sources.endpoint(), "bucket", "", folder.resolve("spools"))
        .create("a.tsv", "a\tb\nc\td\n".getBytes(StandardCharsets.UTF_8));
    Files.createDirectories(folder.resolve("submitter/runners-config/stores"));
    Files.writeString(
        folder.resolve("submitter/runners-config/stores/lab.conf"),
        "type: s3\nendpoint: ${LAB_ENDPOINT}\nregion: eu-west-3\ncredentials: env LAB_KEY LAB_SECRET\n");
    Files.createDirectories(folder.resolve("worker"));
  }

  @AfterAll
  static void stopServers() {
    sources.close();
    lab.close();
  }

  /** What is sent to a worker. */
  private record Sent(ImportFn function, String file, Commit commit) implements Serializable {}

  /** Writes the functions of a pipeline into a file. */
  public static final class Submitter {
    private Submitter() {}

    public static void main(String[] args) throws IOException {
      String[] options = Arrays.copyOfRange(args, 2, args.length);
      Stores stores =
          Stores.of(PipelineOptionsFactory.fromArgs(options).create())
              .workingIn(Path.of("spools").toAbsolutePath());
      Recipe recipe = new Recipe("import", List.of(), List.of());
      Output output = Output.in(stores, args[1], recipe.outputName(), Codec.GZIP, 1);
      Columns columns = Columns.of("x", "y");
      ImportTable.Settings settings = new ImportTable.Settings(columns, 1000, 0);
      Sent sent =
          new Sent(
              new ImportFn(settings, output),
              "s3://bucket/a.tsv",
              Commit.of(output, recipe, ImportTable.tables(columns), 1));
      try (ObjectOutputStream out =
          new ObjectOutputStream(Files.newOutputStream(Path.of(args[0])))) {
        out.writeObject(sent);
      }
    }
  }

  /** Runs the functions in a file, and prints where its stores are. */
  public static final class Worker {
    private Worker() {}

    public static void main(String[] args) throws Exception {
      Sent sent;
      try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(Path.of(args[0])))) {
        sent = (Sent) in.readObject();
      }
      Stores stores = sent.commit().output().stores();
      System.out.println(TestStores.address(stores, "s3://bucket"));
      System.out.println(TestStores.address(stores, "lab://bucket"));
      Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
      pipeline
          .apply(
              Create.of(
                      KV.of(
                          new ImportUnit(0, List.of(sent.file())), Map.<String, SourceVersion>of()))
                  .withCoder(ImportTable.versionedCoder()))
          .apply(ParDo.of(sent.function()))
          .setCoder(ShardCoder.written())
          .apply(CommitOutput.of(sent.commit()));
      pipeline.run().waitUntilFinish();
      System.out.println(sent.commit().output().manifest().orElseThrow().lines("main"));
    }
  }

  /** What a process printed and how it ended. */
  private record Ended(int code, List<String> out, String err) {}

  private static Ended run(
      Class<?> main, String directory, Map<String, String> environment, String... args)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    Path err = folder.resolve(directory + ".err");
    Path out = folder.resolve(directory + ".out");
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(folder.resolve(directory).toFile())
            .redirectError(err.toFile())
            .redirectOutput(out.toFile());
    process.environment().clear();
    process.environment().putAll(environment);
    process.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    process.environment().put("XDG_CACHE_HOME", folder.resolve(directory + "-cache").toString());
    int code = process.start().waitFor();
    return new Ended(code, Files.readAllLines(out), Files.readString(err));
  }

  private static Path submitted(String workspace) throws Exception {
    Path job = folder.resolve(workspace + ".job");
    Ended submitter =
        run(
            Submitter.class,
            "submitter",
            Map.of("LAB_ENDPOINT", lab.endpoint(), "LAB_KEY", "k", "LAB_SECRET", SECRET + "-lab"),
            job.toString(),
            "lab://bucket/" + workspace,
            "--endpoint=" + sources.endpoint(),
            "--awsRegion=eu-west-1",
            "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\","
                + "\"accessKeyId\":\"k\",\"secretAccessKey\":\""
                + SECRET
                + "\"}");
    assertThat(submitter.code()).as(submitter.err()).isZero();
    return job;
  }

  @Test
  void worker_inAnotherProcess_speaksToTheStoresThatWereGiven() throws Exception {
    Path job = submitted("ws");
    assertThat(Files.readString(job, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);

    Map<String, String> credentials = new HashMap<>();
    credentials.put("AWS_ACCESS_KEY_ID", S3Proxy.ACCESS_KEY);
    credentials.put("AWS_SECRET_ACCESS_KEY", S3Proxy.SECRET_KEY);
    credentials.put("LAB_KEY", S3Proxy.ACCESS_KEY);
    credentials.put("LAB_SECRET", S3Proxy.SECRET_KEY);
    Ended worker = run(Worker.class, "worker", credentials, job.toString());

    assertThat(worker.code()).as(worker.err()).isZero();
    assertThat(worker.out())
        .containsExactly(
            sources.endpoint() + "/bucket, signed for eu-west-1",
            lab.endpoint() + "/bucket, signed for eu-west-3",
            "2");
    assertThat(folder.resolve("lab/buckets/bucket/ws/outputs")).isNotEmptyDirectory();
    assertThat(folder.resolve("worker-cache/shoestring/_spool")).isDirectory();
    assertThat(folder.resolve("submitter/spools")).doesNotExist();
  }

  @Test
  void worker_withoutCredentials_saysWhichOptionStayedBehind() throws Exception {
    Map<String, String> ofLab =
        Map.of("LAB_KEY", S3Proxy.ACCESS_KEY, "LAB_SECRET", S3Proxy.SECRET_KEY);
    Ended worker = run(Worker.class, "worker", ofLab, submitted("none").toString());

    assertThat(worker.code()).isEqualTo(1);
    assertThat(worker.err())
        .contains(
            "s3://bucket/a.tsv: no credentials found; set them (credentials come from"
                + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, from AWS_PROFILE or ~/.aws, or"
                + " from the machine's role; --awsCredentialsProvider holds a secret, so it stays"
                + " on the machine where the pipeline was started: set one of these on this"
                + " machine, too)")
        .doesNotContain(SECRET);
  }
}
