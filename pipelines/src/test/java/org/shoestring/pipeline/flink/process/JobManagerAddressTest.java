package org.shoestring.pipeline.flink.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.spec.UsageException;

class JobManagerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "vm1, vm1:6123",
    "10.0.0.1:7000, 10.0.0.1:7000",
    "[fd00::1]:7000, [fd00::1]:7000",
    "fd00::1, [fd00::1]:6123",
    "[fd00::1], [fd00::1]:6123"
  })
  void parse_hostWithOrWithoutPort_isBoth(String text, String shown) {
    assertThat(TaskManagerProcess.jobManager(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {":6123", "vm1:", "vm1:x", "vm1:0", "vm1:70000", "http://vm1:6123", "[auto]"})
  void parse_somethingElse_isRefused(String text) {
    assertThatThrownBy(() -> TaskManagerProcess.jobManager(text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "the address of the job manager must be HOST or HOST:PORT, for example 10.0.0.1:6123,"
                + " but is '"
                + text
                + "'");
  }
}
