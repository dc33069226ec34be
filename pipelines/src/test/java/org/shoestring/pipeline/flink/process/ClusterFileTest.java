package org.shoestring.pipeline.flink.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void parse_lineThatIsNoSetting_isToldWithItsPlace() {
    assertThatThrownBy(() -> ClusterFile.parse(SettingsFile.parse("x.conf", "# a\nb=c\n", false)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "x.conf:2: 'b=c' is not a setting of Flink; write KEY: VALUE, for example"
                + " heartbeat.timeout: 30000");
  }

  @Test
  void parse_settingTwice_isTold() {
    assertThatThrownBy(() -> ClusterFile.parse(SettingsFile.parse("x", "a: 1\na: 2\n", false)))
        .isInstanceOf(UsageException.class)
        .hasMessage("x:2: 'a' is set twice; remove one of the two lines");
  }
}
