package org.shoestring.pipeline.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.step.StepException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.remote.NoCredentialsException;

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

  private static String onWorker(Exception error) {
    return String.valueOf(FlinkErrors.on("vm-2", new RuntimeException(error)).getMessage());
  }

  @Test
  void on_fullDiskThatJavaTellsOf_hasTheCure() {
    assertThat(onWorker(new IOException("No space left on device")))
        .isEqualTo(
            "worker vm-2: cannot read or write: No space left on device; free some space on that"
                + " machine, or start its task manager with --folder DIR on a larger disk");
  }

  @Test
  void on_lackOfCredentials_isWhatIsToldOfIt() {
    Exception told =
        (Exception) FlinkErrors.on("vm-2", new NoCredentialsException("none", new IOException()));

    assertThat(ExitCode.message(told)).isEqualTo("worker vm-2: none");
    assertThat(ExitCode.of(told)).isEqualTo(ExitCode.STORAGE);
  }

  @Test
  void on_fullDiskWithItsCure_isAsItWasTold() {
    StoreException told =
        new StoreException("/a: No space left on device; start it with --folder DIR", null);

    assertThat(onWorker(told)).isEqualTo("worker vm-2: " + told.getMessage());
  }

  @Test
  void on_storeAtTheWorkersOwnAddress_saysSo() {
    assertThat(
            onWorker(
                new StoreException(
                    "s3://b/a: read: no server answers at http://127.0.0.1:9000 (refused); check the"
                        + " endpoint",
                    null)))
        .startsWith("worker vm-2: s3://b/a: read: no server answers at http://127.0.0.1:9000")
        .endsWith(
            ". That address is the worker's own machine: give the store an address that all"
                + " machines reach");
    assertThat(onWorker(new StoreException("no server answers at http://10.0.0.1:9000", null)))
        .isEqualTo("worker vm-2: no server answers at http://10.0.0.1:9000");
  }
}
