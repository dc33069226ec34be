package org.shoestring.pipeline.flink.embedded;

import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.ProcessFolder;
import org.shoestring.pipeline.flink.JobTarget;
import org.shoestring.pipeline.flink.JvmShutdown;
import org.shoestring.worker.WorkSlots;

/**
 * The Flink cluster of this process, which all pipelines share, so that a pipeline costs little
 * beside the first and memory is counted once. Its slots are handed out here, all that a job needs
 * at once: Flink would hand them out one by one, and two jobs that hold half of what they need wait
 * for each other for ever.
 */
public final class EmbeddedFlink {
  private static final Duration CLEANUP = Duration.ofSeconds(2);

  private static final String EMPTY = "empty";

  /** Who waits for memory, or for another cluster's jobs, holds it: others stop waiting for it. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  private static @Nullable EmbeddedFlink current;

  private final EmbeddedSettings settings;
  private final WorkSlots.Slot memory;
  private final Path folder;
  private final MiniCluster cluster;
  private final Semaphore free;
  private volatile boolean closed;

  private EmbeddedFlink(EmbeddedSettings settings, WorkSlots.Slot memory) throws Exception {
    this.settings = settings;
    this.memory = memory;
    this.folder = ProcessFolder.under(settings.spill()).resolve("flink");
    this.free = new Semaphore(settings.slots(), true);
    Files.createDirectories(folder.resolve(EMPTY));
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> FolderWalk.removeInUse(folder, CLEANUP), "remove-spill"));
    this.cluster =
        new SilentCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings.configuration(folder))
                .setNumSlotsPerTaskManager(settings.slots())
                .build());
    cluster.start();
  }

  /**
   * Slots that a job may use.
   *
   * @param emptyFolder a class path for jobs where this program is not on that of Java itself, as
   *     in a build tool: of a job that has none, Flink looks for classes there and nowhere else
   */
  record Slots(MiniCluster cluster, Path emptyFolder, Runnable giveBack) implements JobTarget {
    @Override
    public CompletableFuture<JobClient> submit(JobGraph graph, ClassLoader classes)
        throws MalformedURLException {
      if (!EmbeddedFlink.class.getClassLoader().equals(ClassLoader.getSystemClassLoader())) {
        graph.setClasspaths(List.of(emptyFolder.toUri().toURL()));
      }
      return cluster
          .submitJob(graph)
          .thenApply(
              accepted ->
                  new MiniClusterJobClient(
                      accepted.getJobID(), cluster, classes, JobFinalizationBehavior.NOTHING));
    }

    @Override
    public void close() {
      giveBack.run();
    }
  }

  /**
   * Waits until so many slots of a cluster with these settings are free, and takes them. Another
   * cluster is stopped first, as soon as its jobs have ended.
   */
  static Slots take(EmbeddedSettings settings, int slots) throws InterruptedException {
    while (true) {
      EmbeddedFlink flink = with(settings);
      flink.free.acquire(slots);
      if (!flink.closed) {
        return new Slots(
            flink.cluster, flink.folder.resolve(EMPTY), () -> flink.free.release(slots));
      }
      flink.free.release(slots);
    }
  }

  private static EmbeddedFlink with(EmbeddedSettings settings) throws InterruptedException {
    LOCK.lockInterruptibly();
    try {
      return locked(settings);
    } finally {
      LOCK.unlock();
    }
  }

  private static EmbeddedFlink locked(EmbeddedSettings settings) throws InterruptedException {
    EmbeddedFlink known = current;
    if (known != null && known.settings.equals(settings)) {
      return known;
    }
    stopCurrent();
    WorkSlots.Slot memory = WorkSlots.reserve(settings.bytes());
    boolean started = false;
    try {
      EmbeddedFlink flink = new EmbeddedFlink(settings, memory);
      current = flink;
      started = true;
      return flink;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      JvmShutdown.awaitIfBegun();
      throw new IllegalStateException("the embedded Flink cluster cannot start", e);
    } finally {
      if (!started) {
        memory.close();
      }
    }
  }

  /** Stops the cluster, if there is one, as soon as its jobs have ended. */
  public static void stop() throws InterruptedException {
    LOCK.lockInterruptibly();
    try {
      stopCurrent();
    } finally {
      LOCK.unlock();
    }
  }

  private static void stopCurrent() throws InterruptedException {
    EmbeddedFlink known = current;
    if (known != null) {
      known.free.acquire(known.settings.slots());
      known.closed = true;
      current = null;
      known.free.release(known.settings.slots());
      try {
        known.cluster.closeAsync().join();
      } finally {
        FolderWalk.removeInUse(known.folder, CLEANUP);
        known.memory.close();
      }
    }
  }
}
