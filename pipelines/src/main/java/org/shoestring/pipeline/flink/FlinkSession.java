package org.shoestring.pipeline.flink;

import org.apache.flink.api.common.Plan;
import org.apache.flink.api.common.operators.Operator;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.util.Visitor;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.UsageException;

/**
 * While it is open, a job that this thread executes in Flink's default environment goes to one
 * cluster: no jar is staged, classes are those of the thread's context.
 */
@SuppressWarnings(
    "deprecation") // Beam's batch pipelines are on the older of Flink's two interfaces.
public final class FlinkSession extends ExecutionEnvironment implements AutoCloseable {
  private final JobTarget target;
  private @Nullable SubmittedJob job;
  private boolean handedOver;

  private FlinkSession(JobTarget target) {
    this.target = target;
  }

  /**
   * Opens a session.
   *
   * @param target of its job, which closes it
   */
  public static FlinkSession on(JobTarget target) {
    FlinkSession session = new FlinkSession(target);
    initializeContextEnvironment(() -> session);
    return session;
  }

  /** The job that was executed: from now on the caller's to stop. */
  public SubmittedJob handOver() {
    if (job == null) {
      throw new UsageException(
          "a Flink cluster runs batch pipelines only here, but this one has a source without"
              + " an end; limit what it reads, or use another runner");
    }
    handedOver = true;
    return job;
  }

  @Override
  public JobClient executeAsync(String name) throws Exception {
    Plan plan = createProgramPlan(name);
    plan.accept(new ShortNames());
    ClassLoader classes = getUserCodeClassLoader();
    JobGraph graph = PipelineExecutorUtils.getJobGraph(plan, getConfiguration(), classes);
    SubmittedJob submitted = new SubmittedJob(target.submit(graph, classes), target);
    job = submitted;
    return submitted.await();
  }

  /** What was interrupted while the cluster accepted its job does not leave it running. */
  @Override
  public void close() {
    resetContextEnvironment();
    if (job == null) {
      target.close();
    } else if (!handedOver) {
      job.cancel();
    }
  }

  /** Flink keeps 80 characters of a name that it makes of these, and a line in the log says so. */
  private static final class ShortNames implements Visitor<Operator<?>> {
    private static final int MOST = 60;

    @Override
    public boolean preVisit(Operator<?> operator) {
      String name = operator.getName().replaceFirst("^.* at |^at ", "").replaceFirst(" \\(.*", "");
      int surplus = name.length() - MOST;
      operator.setName(surplus > 0 ? "..." + name.substring(surplus + 3) : name);
      return true;
    }

    @Override
    public void postVisit(Operator<?> operator) {}
  }
}
