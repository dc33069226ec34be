package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.object.ObjectStore;

/** A cluster whose processes know each other by certificates. */
@Tag("long")
@Timeout(300)
class FlinkCertificatesEndToEndTest {
  private final Path folder;

  FlinkCertificatesEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Fails unless a port shows its certificate, and then hangs up on who shows none. */
  private static void assertRefuses(int port) throws Exception {
    AnyCertificate everybody = new AnyCertificate();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {everybody}, new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                if (socket.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              })
          .as("port %s", port)
          .isInstanceOf(IOException.class);
    }
    assertThat(everybody.isShown()).as("port %s", port).isTrue();
  }

  /** An experiment whose lines go through a bucket, and between workers. */
  private void writeExperiment(S3Server s3) throws IOException {
    ObjectStore bucket = s3.stores().at("s3://bucket");
    Path raw = bucket.newSpool();
    Files.writeString(raw, "a\tA\nb\tB\na\tA\nc\tC\nd\td\ne\tE\nf\tF\nb\tB\n".repeat(50));
    bucket.put("raw.tsv", raw);
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: here
        stages:
          raw: {import: "s3://bucket/raw.tsv", columns: [a, b], shard-size: 500}
          clean: {preprocess: raw, steps: [lowercase]}
          mixed: {shard: clean, into: 3}
          score: {score: "mixed:a", against: "mixed:b", metric: exact-match}
        """);
  }

  private Path certificates(String name) throws Exception {
    Path made = folder.resolve(name);
    Shoestring.in(folder).run("flink", "certificates", made.toString(), "--rest").good();
    return made;
  }

  private static String[] onCluster(FlinkCluster cluster, String workspace, String... more) {
    List<String> words =
        new ArrayList<>(List.of("run", "e.yaml", "--runner", "flink-cluster", "--set"));
    words.addAll(
        List.of("workspace=s3://bucket/" + workspace, "--", "--flinkMaster=" + cluster.address()));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  /** Fails unless an experiment has the same bytes on a cluster with certificates. */
  private void assertRuns(Map<String, String> java) throws Exception {
    Path certificates = certificates("certificates");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(certificates)))
        .isEqualTo("rwx------");
    try (S3Server s3 = S3Server.in(folder.resolve("server"))) {
      writeExperiment(s3);
      Map<String, String> environment = new HashMap<>(s3.environment());
      environment.putAll(java);
      Shoestring laptop = Shoestring.in(folder).in(environment).onMachine("laptop");
      laptop.run("run", "e.yaml").good();
      try (FlinkCluster cluster =
          FlinkCluster.secured(folder.resolve("cluster"), 2, environment, certificates)) {
        assertRefuses(cluster.restPort());
        for (int port : cluster.securePorts()) {
          assertRefuses(port);
        }
        laptop.run(onCluster(cluster, "w", "--certificates=" + certificates)).good();
        assertThat(Outputs.digests(folder.resolve("server/buckets/bucket/w")))
            .isEqualTo(Outputs.digests(folder.resolve("here")));
        assertRefusesOthers(cluster, laptop);
        String doctor =
            laptop
                .run(
                    "doctor",
                    "flink-cluster",
                    "--",
                    "--flinkMaster=" + cluster.address(),
                    "--certificates=" + certificates)
                .good()
                .out();
        assertThat(doctor.lines().filter(line -> line.matches("ok +worker .*"))).hasSize(2);
        String password = Files.readString(certificates.resolve("password"));
        assertThat(cluster.get("/jobmanager/config")).contains("******").doesNotContain(password);
        assertThat(cluster.logs()).doesNotContain(password);
      }
    }
  }

  private void assertRefusesOthers(FlinkCluster cluster, Shoestring laptop) throws Exception {
    Shoestring.Result none = laptop.run(onCluster(cluster, "none", "--awsRegion=us-east-1"));
    Shoestring.Result wrong =
        laptop.run(onCluster(cluster, "none", "--certificates=" + certificates("others")));
    Shoestring.Result worker =
        laptop.run(
            "flink",
            "taskmanager",
            cluster.joinAddress(),
            "--memory=760m",
            "--slots=1",
            "--port-offset=" + cluster.freeOffset());

    assertThat(none.code()).as(none.err()).isEqualTo(2);
    assertThat(none.err()).contains("answers only clients with a certificate. Add --certificates");
    assertThat(wrong.code()).as(wrong.err()).isEqualTo(2);
    assertThat(wrong.err()).contains("has another certificate than --certificates");
    assertThat(worker.code()).as(worker.err()).isEqualTo(2);
    assertThat(worker.err()).contains("answers only processes that have its certificate");
  }

  @Test
  void run_certificatesOnAllPorts_isAsOnOneMachineAndAnswersNobodyElse() throws Exception {
    assertRuns(Map.of());
  }

  @Test
  void run_newestJava_isAsOnOneMachineAndAnswersNobodyElse() throws Exception {
    assertRuns(Shoestring.onJava(NewestJava.assumeOther()));
  }

  @Test
  void run_certificatesButClusterHasNone_isRefused() throws Exception {
    Path certificates = certificates("certificates");
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
    try (S3Server s3 = S3Server.in(folder.resolve("server"))) {
      writeExperiment(s3);
      Shoestring.Result result =
          Shoestring.in(folder)
              .in(s3.environment())
              .run(
                  "run",
                  "e.yaml",
                  "--runner=flink-cluster",
                  "--set=workspace=s3://bucket/w",
                  "--",
                  "--flinkMaster=127.0.0.1:" + other.getAddress().getPort(),
                  "--certificates=" + certificates);

      assertThat(result.code()).as(result.err()).isEqualTo(2);
      assertThat(result.err()).contains("what answers there has no certificate");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void certificates_folderThatHasSome_isNotOverwritten() throws Exception {
    Shoestring.in(folder).run("flink", "certificates", "c").good();
    Shoestring.Result again = Shoestring.in(folder).run("flink", "certificates", "c");

    assertThat(again.code()).isEqualTo(2);
    assertThat(again.error()).startsWith("c has certificates; ");
  }

  @Test
  void taskManager_folderWithoutCertificatesYet_isToldBeforeItStarts() throws Exception {
    Shoestring.Result result =
        Shoestring.in(folder)
            .run("flink", "taskmanager", "127.0.0.1", "--memory", "760m", "--certificates", "none");

    assertThat(result.code()).isEqualTo(1); // A copy may be on its way.
    assertThat(result.error()).startsWith("--certificates none: no certificates can be read there");
  }
}
