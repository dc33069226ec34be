package org.shoestring.pipeline.flink;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.Plan;
import org.apache.flink.api.common.operators.Operator;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.util.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * While it is open, a job that this thread executes in Flink's default environment goes to one
 * cluster in this process: no jar is staged, classes are those of the thread's context.
 */
@SuppressWarnings(
    "deprecation") // Beam's batch pipelines are on the older of Flink's two interfaces.
final class Session extends ExecutionEnvironment implements AutoCloseable {
  private final MiniCluster cluster;
  private final Path emptyFolder;
  private @Nullable JobClient job;

  private Session(MiniCluster cluster, Path emptyFolder) {
    this.cluster = cluster;
    this.emptyFolder = emptyFolder;
  }

  /**
   * Opens a session.
   *
   * @param emptyFolder a class path for jobs where this program is not on that of Java itself, as
   *     in a build tool: of a job that has none, Flink looks for classes there and nowhere else
   */
  static Session on(MiniCluster cluster, Path emptyFolder) {
    Session session = new Session(cluster, emptyFolder);
    initializeContextEnvironment(() -> session);
    return session;
  }

  /** The job that was executed. */
  JobClient job() {
    if (job == null) {
      throw new IllegalStateException("the pipeline was not run as one batch job");
    }
    return job;
  }

  @Override
  public JobClient executeAsync(String name) throws Exception {
    Plan plan = createProgramPlan(name);
    plan.accept(new ShortNames());
    ClassLoader classes = getUserCodeClassLoader();
    JobGraph graph = PipelineExecutorUtils.getJobGraph(plan, getConfiguration(), classes);
    if (!Session.class.getClassLoader().equals(ClassLoader.getSystemClassLoader())) {
      graph.setClasspaths(List.of(emptyFolder.toUri().toURL()));
    }
    JobID id = cluster.submitJob(graph).get().getJobID();
    job = new MiniClusterJobClient(id, cluster, classes, JobFinalizationBehavior.NOTHING);
    return job;
  }

  @Override
  public void close() {
    resetContextEnvironment();
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
