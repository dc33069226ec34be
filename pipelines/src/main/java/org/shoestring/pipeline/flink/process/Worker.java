package org.shoestring.pipeline.flink.process;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.taskexecutor.exceptions.RegistrationTimeoutException;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.flink.jobmanager.BuildCheck;
import org.shoestring.pipeline.flink.plan.NotReadyException;
import org.shoestring.spec.UsageException;

/** Flink's own task manager, which tells what its user can mend in words instead of a trace. */
final class Worker extends TaskManagerRunner {
  private final AtomicReference<@Nullable RuntimeException> refusal = new AtomicReference<>();

  Worker(Configuration configuration, PluginManager plugins) throws Exception {
    super(configuration, plugins, TaskManagerRunner::createTaskExecutorService);
  }

  @Override
  public void onFatalError(Throwable error) {
    RuntimeException told = told(error);
    if (told == null) {
      super.onFatalError(error);
    } else {
      refusal.compareAndSet(null, told);
      var unused = closeAsync();
    }
  }

  private static @Nullable RuntimeException told(Throwable error) {
    String otherBuild = BuildCheck.refusal(error);
    if (otherBuild != null) {
      return new UsageException(otherBuild);
    }
    return ExceptionUtils.findThrowable(error, RegistrationTimeoutException.class).isPresent()
        ? new NotReadyException(
            "no job manager has answered; does it run, is its address right, does a firewall let"
                + " its ports through, and is the folder of --certificates, if there is one, a copy"
                + " of its own? Then start this task manager again")
        : null;
  }

  /**
   * Waits until it ends, and returns its exit code.
   *
   * @throws UsageException if the job manager has refused it
   * @throws NotReadyException if none has answered
   */
  int awaitEnd() throws InterruptedException, ExecutionException {
    int code = getTerminationFuture().get().getExitCode();
    RuntimeException error = refusal.get();
    if (error != null) {
      throw error;
    }
    return code;
  }
}
