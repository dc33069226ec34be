package org.shoestring.pipeline.flink.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.files.SettingsFile;
import org.shoestring.spec.UsageException;

class ClusterFileTest {
  @ParameterizedTest
  @ValueSource(strings = {ClusterFile.JOB_MANAGER, ClusterFile.TASK_MANAGER})
  void read_builtInFile_hasValuesThatFlinkReads(String name) throws IOException {
    Configuration file = ClusterFile.read(name);

    assertThat(file.get(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT)).isEqualTo(30_000);
    assertThat(file.get(SecurityOptions.SSL_ALGORITHMS))
        .contains("_ECDHE_")
        .doesNotContain("_RSA_WITH_AES_128_CBC");
  }

  private static Configuration parse(String text) {
    return ClusterFile.parse(SettingsFile.parse("x.conf", text, false), false);
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @Test
  void parse_lineThatIsNoSetting_isToldWithItsPlace() {
    assertRefused(
        "# a\nb=c\n",
        "x.conf:2: 'b=c' is not a setting of Flink; write KEY: VALUE, for example"
            + " heartbeat.timeout: 30000");
  }

  @Test
  void parse_settingTwice_isTold() {
    assertRefused(
        "web.timeout: 1\nweb.timeout: 2\n",
        "x.conf:2: 'web.timeout' is set twice; remove one of the two lines");
  }

  @Test
  void parse_unknownKeyNearlyLikeAnother_isToldWithThat() {
    assertRefused(
        "web.timeout: 1\n\nheartbeat.timout: 60000\n",
        "x.conf:3: 'heartbeat.timout' is not a setting of Flink (did you mean heartbeat.timeout?);"
            + " correct its name, or remove it");
  }

  @Test
  void parse_unknownKeyLikeNoOther_isTold() {
    assertRefused(
        "colour: red\n",
        "x.conf:1: 'colour' is not a setting of Flink; correct its name, or remove it");
  }

  /** A part of a reporter's keys is none. */
  @Test
  void parse_partOfAKey_isUnknown() {
    assertThatThrownBy(() -> parse("interval: 1 s"))
        .hasMessageContaining("x.conf:1: 'interval' is not a setting of Flink");
  }

  @Test
  void parse_deprecatedKeyThatStillWorks_isKnown() {
    assertThat(parse("akka.framesize: 20971520b").get(RpcOptions.FRAMESIZE)).isEqualTo("20971520b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics.reporter.mine.factory.class: a.B",
        "metrics.reporter.mine.scope.variables.additional.x: y",
        "external-resource.gpu.amount: 2",
        "fs.s3a.connection.maximum: 10",
        "s3.endpoint: http://localhost",
        "pipeline.global-job-parameters.mine: 1",
        "env.java.opts.all: -Dx=1",
      })
  void parse_keyWithANameOfItsUser_isKnown(String line) {
    assertThat(parse(line).keySet()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heartbeat.timeout: soon | a whole number (Flink's default: 50000), but is 'soon'",
        "web.submit.enable: maybe | true or false, but is 'maybe'",
        "pekko.ask.timeout: soon | a time with its unit (Flink's default: 10 s), but is 'soon'",
        "taskmanager.memory.process.size: 760x | a size with its unit, for example 64m, but is"
            + " '760x'",
        "taskmanager.memory.network.fraction: all | a number (Flink's default: 0.1), but is 'all'",
        "jobstore.type: Disk | one of File, Memory, but is 'Disk'",
        "pipeline.global-job-parameters: x | KEY:VALUE, or several of these with commas between"
            + " them, but is 'x'",
        "akka.ask.timeout: soon | a time with its unit (Flink's default: 10 s), but is 'soon'",
      })
  void parse_valueOfAnotherType_isTold(String line, String must) {
    String key = line.substring(0, line.indexOf(':'));

    assertRefused("\n" + line, "x.conf:2: " + key + " must be " + must);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.tmp.dirs", "taskmanager.tmp.dirs", "web.tmpdir"})
  void parse_folderThatTheCommandSets_isRefusedWithItsOption(String key) {
    assertRefused(key + ": /tmp", "x.conf:1: '" + key + "' cannot be set here; use --folder DIR");
  }

  @Test
  void parse_addressOfTheJobManager_isForItAlone() {
    String line = "jobmanager.rpc.address: 10.0.0.1";
    assertThat(parse(line).get(JobManagerOptions.ADDRESS)).isEqualTo("10.0.0.1");
    assertThatThrownBy(() -> ClusterFile.parse(SettingsFile.parse("x", line, false), true))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "x:1: 'jobmanager.rpc.address' cannot be set here; use the argument HOST[:PORT]");
  }

  @Test
  void parse_settingsOfOtherWaysToStartFlink_areRefused() {
    assertRefused(
        "env.log.dir: /tmp",
        "x.conf:1: 'env.log.dir' would change nothing, since it is for Flink's own scripts, and"
            + " these processes start without them. Remove it");
    assertRefused(
        "kubernetes.cluster-id: x",
        "x.conf:1: 'kubernetes.cluster-id' would change nothing, since it is for clusters that"
            + " Kubernetes or YARN starts. Remove it");
  }
}
