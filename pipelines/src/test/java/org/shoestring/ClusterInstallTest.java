package org.shoestring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.Sha256;

/** The script that installs a process of a cluster, in a folder instead of the whole machine. */
@DisabledOnOs({OS.WINDOWS, OS.MAC})
class ClusterInstallTest {
  private static final Path SCRIPTS = Path.of("../runners-config/flink-cluster");

  private final Path folder;
  private final Path root;
  private final Path jar;

  ClusterInstallTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.root = folder.resolve("root");
    this.jar = Files.writeString(folder.resolve("s.jar"), "a jar");
  }

  /** What it prints, and behind that its exit code. */
  private String run(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve("install.sh").toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DESTDIR", root.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), UTF_8) + process.waitFor();
  }

  @Test
  void install_jarOfTheRightHash_isAServiceWithItsArguments() throws Exception {
    String said =
        run("taskmanager", jar.toString(), Sha256.ofFile(jar), "10.0.0.1", "--slots", "1");

    assertThat(said).startsWith("installed taskmanager ").endsWith("\n0");
    assertThat(root.resolve("opt/shoestring/shoestring.jar")).hasContent("a jar");
    assertThat(root.resolve("etc/shoestring/flink-taskmanager.env"))
        .hasContent("SHOESTRING_FLINK=10.0.0.1 --slots 1\n");
    assertThat(root.resolve("etc/systemd/system/shoestring-taskmanager.service"))
        .content()
        .contains("\nRestart=always\n", "\nRestartPreventExitStatus=2\n");
    assertThat(root.resolve("opt/shoestring/runners-config/flink-cluster/taskmanager.conf"))
        .exists();
  }

  @Test
  void install_jarOfAnotherHash_changesNothing() throws Exception {
    String hash = "0".repeat(64);
    assertThat(run("taskmanager", jar.toString(), hash, "10.0.0.1"))
        .contains(" has SHA-256 " + Sha256.ofFile(jar) + ", but must have " + hash + "; ")
        .endsWith("\n2");
    assertThat(root.resolve("opt/shoestring")).isEmptyDirectory();
  }

  @Test
  void install_wrongArguments_areTold() throws Exception {
    assertThat(run("worker", "x", "y")).startsWith("install.sh: usage: ").endsWith("\n2");
    assertThat(run("jobmanager", "x", "123")).contains("'123' is not a SHA-256").endsWith("\n2");
    assertThat(run("jobmanager", "s3://bucket/x", "0".repeat(64)))
        .contains("etc/shoestring/credentials is missing")
        .endsWith("\n2");
  }

  @Test
  void install_jarInABucket_isFetchedWithTheCredentialsOfTheMachine() throws Exception {
    assumeTrue(curlSigns());
    try (S3Server server = S3Server.in(Files.createDirectory(folder.resolve("s3")))) {
      Shoestring.in(folder)
          .in(server.environment())
          .run("cp", jar.toString(), "s3://bucket/a/shoestring.jar")
          .good();
      Path credentials = root.resolve("etc/shoestring/credentials");
      Files.createDirectories(credentials.resolveSibling(""));
      List<String> lines = new ArrayList<>();
      server.environment().forEach((name, value) -> lines.add(name + "=" + value));
      Files.write(credentials, lines);

      assertThat(run("jobmanager", "s3://bucket/a/shoestring.jar", Sha256.ofFile(jar)))
          .endsWith("\n0");
      assertThat(root.resolve("opt/shoestring/shoestring.jar")).hasContent("a jar");
    }
  }

  /** Since 7.87, curl signs requests to S3 by itself. */
  private static boolean curlSigns() throws Exception {
    Process process = new ProcessBuilder("curl", "--version").start();
    String[] version = new String(process.getInputStream().readAllBytes(), UTF_8).split("[ .]", 4);
    int major = Integer.parseInt(version[1]);
    return major > 7 || (major == 7 && Integer.parseInt(version[2]) >= 87);
  }
}
