package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.flink.jobmanager.SessionCluster;
import org.shoestring.pipeline.process.BuildIdentity;

/** The processes of a Flink cluster, as the verb starts them. */
@Tag("long")
@Timeout(400)
class FlinkProcessesEndToEndTest {
  private static final int DATA_PORT = 6121;

  private final Path folder;

  FlinkProcessesEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void flink_jobManagerAndTaskManager_areOneJavaEachAndLeaveNothing() throws Exception {
    try (FlinkCluster cluster = FlinkCluster.asOfUsers(folder, 1)) {
      assertThat(cluster.taskManagerIds())
          .singleElement()
          .asString()
          .endsWith("_" + BuildIdentity.here());
      assertThat(cluster.get("/jobmanager/config")).contains(BuildIdentity.here());
      for (FlinkCluster.Member member : processes(cluster)) {
        assertThat(member.process().children()).as(member.name()).isEmpty();
        long memory = FlinkCluster.residentMegabytes(member.process());
        System.out.println(member.name() + " takes " + memory + " MB");
        assertThat(memory).as(member.name()).isLessThan(600);
      }
      assertThat(temporaryFiles()).isNotEmpty();

      cluster.close();

      for (FlinkCluster.Member member : processes(cluster)) {
        assertThat(member.process().exitValue()).as(member.log()).isEqualTo(143);
        assertThat(member.log()).doesNotContain("\tat ");
      }
      assertThat(temporaryFiles()).isEmpty();
    }
  }

  private static List<FlinkCluster.Member> processes(FlinkCluster cluster) {
    return Stream.concat(Stream.of(cluster.jobManager()), cluster.taskManagers().stream()).toList();
  }

  private List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.getParent() != null && path.getParent().endsWith("temporary"))
          .toList();
    }
  }

  @Test
  void flink_eachProcess_listensOnLoopbackAtItsPortsOnly() throws Exception {
    Path sockets = Path.of("/proc/net/tcp");
    assumeTrue(Files.isReadable(sockets));
    try (FlinkCluster cluster = FlinkCluster.start(folder, 1)) {
      Set<Integer> ports = new HashSet<>();
      for (FlinkCluster.Member member : processes(cluster)) {
        for (Listening listening : listening(member.process())) {
          assertThat(listening.isLoopback()).as("%s: %s", member.name(), listening).isTrue();
          ports.add(listening.port());
        }
      }
      assertThat(ports).hasSize(7).isSubsetOf(cluster.ports());
    }
  }

  /** A socket that waits for others, as Linux writes it: {@code 0100007F:1F91}. */
  private record Listening(String address) {
    int port() {
      return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    boolean isLoopback() {
      String host = address.substring(0, address.indexOf(':'));
      return host.equals("0100007F")
          || host.equals("0000000000000000FFFF00000100007F")
          || host.equals("00000000000000000000000001000000");
    }
  }

  private static List<Listening> listening(Process process) throws IOException {
    Set<String> own = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      for (Path file : files.toList()) {
        String target = Files.readSymbolicLink(file).toString();
        own.add(target.replaceAll("\\D", ""));
      }
    }
    Stream<String> all =
        Stream.concat(
            Files.readAllLines(Path.of("/proc/net/tcp")).stream(),
            Files.readAllLines(Path.of("/proc/net/tcp6")).stream());
    return all.map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 9 && fields[3].equals("0A") && own.contains(fields[9]))
        .map(fields -> new Listening(fields[1]))
        .toList();
  }

  @Test
  void flink_taskManagerKilled_isReplacedByANewOne() throws Exception {
    try (FlinkCluster cluster = FlinkCluster.start(folder, 1)) {
      String first = cluster.taskManagerIds().get(0);
      cluster.taskManagers().get(0).kill();
      FlinkCluster.Member unused = cluster.addTaskManager();
      cluster.await(
          "another one",
          () -> {
            List<String> ids = cluster.taskManagerIds();
            return ids.size() == 1 && !ids.contains(first);
          });
    }
  }

  @Test
  void flink_taskManagerOfAnotherBuild_endsWithBothBuildsAndTheCure() throws Exception {
    Path classes =
        Path.of(BuildIdentity.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path others = folder.resolve("classes");
    copy(classes, others);
    Files.writeString(others.resolve("org/shoestring/another"), "build");
    try (FlinkCluster cluster = FlinkCluster.start(folder, 0)) {
      Shoestring.Result result =
          Shoestring.in(folder)
              .withClassPath(
                  System.getProperty("java.class.path")
                      .replace(classes.toString(), others.toString()))
              .run(
                  "flink",
                  "taskmanager",
                  cluster.joinAddress(),
                  "--port-offset",
                  cluster.freeOffset(),
                  "--memory",
                  "760m",
                  "--slots",
                  "1");

      assertThat(result.code()).as(result.err()).isEqualTo(2);
      List<String> lines = result.err().lines().toList();
      assertThat(lines.get(lines.size() - 1))
          .matches(
              "shoestring: the job manager is build \\S+, but task manager \\S+ is build \\S+; copy"
                  + " the same shoestring.jar to all machines, and start them again")
          .contains("is build " + BuildIdentity.here() + ",");
      assertThat(cluster.taskManagerIds()).isEmpty();
    }
  }

  /** What answers nobody now may answer later: who starts the process again goes on with that. */
  @Test
  void flink_noJobManager_endsWithAnotherCodeThanWhatItsUserMustMend() throws Exception {
    Path settings = Files.createDirectories(folder.resolve("runners-config/flink-cluster"));
    Files.writeString(
        settings.resolve("taskmanager.conf"), "taskmanager.registration.timeout: 1 s\n");
    Shoestring.Result result =
        Shoestring.in(folder)
            .run(
                "flink",
                "taskmanager",
                "127.0.0.1:" + closedPort(),
                "--memory=760m",
                "--slots=1",
                "--port-offset=" + (closedPort() - DATA_PORT));

    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("shoestring: no job manager has answered; does it run, ");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A job manager that fails while it runs. */
  static final class FailedJobManager {
    private FailedJobManager() {}

    public static void main(String[] arguments) {
      new SessionCluster(new Configuration()).onFatalError(new IllegalStateException("test"));
    }
  }

  @Test
  void flink_jobManagerThatFails_endsWithAnotherCodeThanWhatItsUserMustMend() throws Exception {
    Shoestring.Result result = Shoestring.in(folder).as(FailedJobManager.class).run();

    assertThat(result.code()).as(result.err()).isEqualTo(1);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
