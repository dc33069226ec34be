package org.shoestring.pipeline.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;
import org.shoestring.step.StepException;

class FlinkErrorsTest {
  /** An error that Java cannot serialize. */
  private static final class Unserializable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings({"serial", "unused"})
    private final Object part = new Object();
  }

  @Test
  void restored_stepErrorWithWhatCannotBeSerialized_isAStepErrorWithItsMessage() {
    StepException error = StepException.received("part-00000:7: step 'length': too long");
    error.addSuppressed(new Unserializable());

    assertThat(FlinkErrors.restored(new RuntimeException(new SerializedThrowable(error))))
        .isInstanceOf(StepException.class)
        .hasMessage("part-00000:7: step 'length': too long");
  }

  /** So a cluster passes on an error that repeating would not mend. */
  @Test
  void restored_suchAnErrorBelowOneThatCanBeSerialized_isItToo() {
    StepException error = StepException.received("part-00000:7: step 'length': too long");
    error.addSuppressed(new Unserializable());
    Throwable outer = new SuppressRestartsException(new SerializedThrowable(error));

    assertThat(FlinkErrors.restored(new RuntimeException(new SerializedThrowable(outer))))
        .isInstanceOf(StepException.class)
        .hasMessage("part-00000:7: step 'length': too long");
  }
}
