package org.shoestring.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.Shoestring;

class FlinkCommandTest {
  private final Path folder;

  FlinkCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private String error(String... arguments) throws Exception {
    Shoestring.Result result = Shoestring.in(folder).run(arguments);
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    return result.error();
  }

  @Test
  void taskManager_wrongArguments_areToldInOneLine() throws Exception {
    assertThat(error("flink", "taskmanager"))
        .startsWith("missing argument: HOST[:PORT]; all arguments and options: ");
    assertThat(error("flink", "taskmanager", "127.0.0.1", "--memory", "512m"))
        .startsWith("--memory 512m is too little: a task manager with 1 slot needs 672m; ");
  }

  /** A machine that starts may learn it later: who starts the process again goes on with that. */
  @Test
  void taskManager_nameThatNobodyKnowsYet_isNoWrongArgument() throws Exception {
    Shoestring.Result result =
        Shoestring.in(folder).run("flink", "taskmanager", "no-such-host.invalid");

    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.error())
        .isEqualTo("no machine is called 'no-such-host.invalid'; give its address");
  }

  @Test
  void taskManager_settingThatFlinkDoesNotTake_isRefusedBeforeItStarts() throws Exception {
    Path settings = Files.createDirectories(folder.resolve("runners-config/flink-cluster"));
    String file = "runners-config/flink-cluster/taskmanager.conf";
    Files.writeString(settings.resolve("taskmanager.conf"), "# mine\nheartbeat.timout: 60000\n");
    assertThat(error("flink", "taskmanager", "127.0.0.1", "--print"))
        .isEqualTo(
            file
                + ":2: 'heartbeat.timout' is not a setting of Flink (did you mean"
                + " heartbeat.timeout?); correct its name, or remove it");
    Files.writeString(settings.resolve("taskmanager.conf"), "heartbeat.timeout: soon\n");
    assertThat(error("flink", "taskmanager", "127.0.0.1"))
        .isEqualTo(
            file
                + ":1: heartbeat.timeout must be a whole number (Flink's default: 50000), but is"
                + " 'soon'");
  }

  @Test
  void jobManager_addressForEverybody_isRefused() throws Exception {
    assertThat(error("flink", "jobmanager", "--rest-bind", "0.0.0.0"))
        .startsWith("--rest-bind 0.0.0.0 would listen on all addresses of this machine; ");
  }

  @Test
  void print_anyProcess_isTheCommandLineWithItsSettings() throws Exception {
    Path settings = Files.createDirectories(folder.resolve("runners-config/flink-cluster"));
    Files.writeString(settings.resolve("jobmanager.conf"), "env.java.opts.jobmanager: -Dmine=1\n");

    Shoestring.Result result =
        Shoestring.in(folder).run("flink", "jobmanager", "--memory", "700m", "--print").good();

    assertThat(result.out().lines()).hasSize(1);
    assertThat(result.out())
        .contains(" -Xmx" + (380L << 20) + " ", " -XX:+ExitOnOutOfMemoryError ", " -Dmine=1 ")
        .contains(" org.shoestring.cli.Main flink jobmanager ")
        .endsWith(" --in-this-process --memory=700m\n");
    assertThat(result.err())
        .contains("the job manager takes up to 700m of memory")
        .contains("it listens on 127.0.0.1, ports 6123, 6124 and 6125 for task managers");
  }
}
