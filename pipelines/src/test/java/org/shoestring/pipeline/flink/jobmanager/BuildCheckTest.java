package org.shoestring.pipeline.flink.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.flink.util.FlinkException;
import org.junit.jupiter.api.Test;
import org.shoestring.pipeline.process.BuildIdentity;

class BuildCheckTest {
  @Test
  void refusal_workerOfThisBuild_isNone() {
    for (Optional<String> given : Optional.of("my_vm").stream().map(Optional::of).toList()) {
      String name = WorkerName.of(given);
      assertThat(WorkerName.shown(name)).isEqualTo("my-vm");
      assertThat(BuildCheck.refusal(name, BuildIdentity.here())).isEmpty();
    }
    assertThat(WorkerName.of(Optional.empty())).isNotEqualTo(WorkerName.of(Optional.empty()));
  }

  @Test
  void refusal_workerOfAnotherBuild_isFoundInWhatFlinkMakesOfIt() {
    String reason =
        BuildCheck.refusal("vm1-0a_0.1.0+222222222222", "0.1.0+111111111111").orElseThrow();
    Exception wrapped =
        new FlinkException(
            new FlinkException(
                "The registration has been rejected: " + BuildCheck.sent(reason) + " and so on"));

    assertThat(BuildCheck.refusal(wrapped))
        .isEqualTo(
            "the job manager is build 0.1.0+111111111111, but task manager vm1-0a is build"
                + " 0.1.0+222222222222; copy the same shoestring.jar to all machines, and start"
                + " them again");
    assertThat(BuildCheck.refusal(new FlinkException("something else"))).isNull();
  }

  @Test
  void refusal_workerThatSaysNoBuild_isRefused() {
    assertThat(BuildCheck.refusal("10.0.0.2:6122-a1b2c3", "0.1.0+111111111111").orElseThrow())
        .contains("task manager 10.0.0.2:6122-a1b2c3 is build none");
  }
}
