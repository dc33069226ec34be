package org.shoestring.pipeline.flink.cluster;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.runtime.client.JobExecutionException;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.flink.FlinkErrors;
import org.shoestring.pipeline.process.ClusterException;
import org.shoestring.pipeline.process.ClusterSilentException;
import org.shoestring.pipeline.process.FailureCause;

/** What a job of a cluster failed of, in words. */
final class JobFailure {
  private static final String AGAIN =
      ". Finished shards are kept: run the same command again to go on from them";

  /** What Flink says where the memory of a slot, or of all slots together, does not do. */
  private static final Pattern SMALL_SLOT =
      Pattern.compile(
          "exceeds the maximum size of a sort buffer|Too few memory segments"
              + "|Insufficient number of network buffers|Could not allocate \\d+ pages"
              + "|Buffer request timeout");

  private JobFailure() {}

  /**
   * The error to be told.
   *
   * @param said by Flink's client
   */
  static Throwable of(Throwable said, ClusterJob job) {
    String name = job.toString();
    if (causes(said).anyMatch(JobCancellationException.class::isInstance)) {
      return new ClusterException(name + " was cancelled, but not by this run" + AGAIN, said);
    }
    if (causes(said).noneMatch(JobExecutionException.class::isInstance)) {
      return new ClusterSilentException(
          name
              + ": the JobManager does not answer any more ("
              + root(said).getMessage()
              + "). If it lives, the job goes on without this run; in any case, finished shards are"
              + " kept: run the same command again",
          said);
    }
    Throwable failure = FlinkErrors.restored(said);
    Optional<String> lack = lackOfMemory(failure);
    if (lack.isPresent()) {
      return new ClusterException(
          worker(job).map(worker -> "worker " + worker).orElse("a worker")
              + ": its slots are too small for this stage ("
              + lack.get()
              + "). Start the task managers with more --memory, or with fewer --slots"
              + AGAIN,
          said);
    }
    if (failure instanceof Exception exception && FailureCause.isKnown(exception)) {
      return worker(job).map(worker -> FlinkErrors.on(worker, failure)).orElse(failure);
    }
    Throwable root = root(failure);
    return root.getClass().getName().startsWith("org.apache.flink.")
        ? new ClusterException(name + " failed: " + root.getMessage() + AGAIN, said)
        : failure;
  }

  private static Optional<String> lackOfMemory(Throwable failure) {
    return causes(failure)
        .map(cause -> String.valueOf(cause.getMessage()))
        .filter(message -> SMALL_SLOT.matcher(message).find())
        .reduce((outer, inner) -> inner)
        .map(message -> message.strip().replaceAll("\\s+", " "));
  }

  private static Stream<Throwable> causes(@Nullable Throwable error) {
    return Stream.iterate(error, cause -> cause != null, cause -> cause.getCause());
  }

  private static Throwable root(Throwable error) {
    return causes(error).reduce(error, (outer, inner) -> inner);
  }

  private static Optional<String> worker(ClusterJob job) {
    try {
      return job.failedWorker();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
