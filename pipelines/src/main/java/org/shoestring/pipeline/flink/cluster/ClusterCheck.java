package org.shoestring.pipeline.flink.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.flink.runtime.rest.handler.legacy.messages.ClusterOverviewWithVersion;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.flink.security.PortGuard;
import org.shoestring.pipeline.process.BuildIdentity;
import org.shoestring.spec.UsageException;
import org.shoestring.store.object.Warnings;

/**
 * Whether a cluster can run jobs of this program, and what to do if it cannot.
 *
 * @param hasCertificate whether this client shows one
 * @param look how long a look at the port may take
 */
record ClusterCheck(
    RemoteCluster cluster, ClusterAddress address, boolean hasCertificate, Duration look) {
  private static final Duration WORKERS_LOOK = Duration.ofMillis(500);

  /**
   * The slots of the cluster.
   *
   * @param patience how long to wait for the first worker
   * @throws UsageException if it cannot run jobs of this program: nobody answers, it is another
   *     program or version, or it has no worker
   */
  int slots(Duration patience) throws InterruptedException {
    long start = System.nanoTime();
    ClusterOverviewWithVersion overview = overview();
    checkVersion(overview.getVersion());
    checkBuild();
    if (overview.getNumSlotsTotal() == 0 && !patience.isZero()) {
      Warnings.tell(cluster + " has no worker yet; waiting " + patience.toSeconds() + " s for one");
    }
    while (overview.getNumSlotsTotal() == 0) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new UsageException(
            "--flinkMaster="
                + address
                + ": the cluster there has no worker. Start one with 'shoestring flink taskmanager"
                + " HOST', where HOST is the machine of the JobManager, and look at its log if it"
                + " does not join");
      }
      Thread.sleep(WORKERS_LOOK.toMillis());
      overview = overview();
    }
    return overview.getNumSlotsTotal();
  }

  private ClusterOverviewWithVersion overview() throws InterruptedException {
    try {
      @Nullable ClusterOverviewWithVersion overview = cluster.overview();
      if (overview == null || overview.getVersion() == null) { // Other servers speak JSON, too.
        throw new UsageException(
            "--flinkMaster=" + address + ": " + notFlink("its answer is empty"));
      }
      return overview;
    } catch (ExecutionException | TimeoutException e) {
      throw new UsageException("--flinkMaster=" + address + ": " + whyNot(cluster.shown(e)), e);
    }
  }

  private void checkVersion(String version) {
    String flink = EnvironmentInformation.getVersion();
    if (!version.equals(flink)) {
      throw new UsageException(
          "--flinkMaster="
              + address
              + ": the cluster there is Flink "
              + version
              + ", but this program needs Flink "
              + flink
              + ". Start one with 'shoestring flink jobmanager' and this program's jar");
    }
  }

  private String whyNot(String said) {
    return switch (PortGuard.of(new InetSocketAddress(address.host(), address.port()), look)) {
      case CERTIFIED, ENCRYPTED ->
          hasCertificate
              ? "the cluster there has another certificate than --certificates ("
                  + said
                  + "). Copy the folder that its job manager was started with"
              : "the cluster there answers only clients with a certificate. Add"
                  + " --certificates=DIR after --, or to run.conf, where DIR is a copy of the folder"
                  + " that its job manager was started with";
      case OPEN ->
          hasCertificate
              ? "what answers there has no certificate, so it is not the cluster of"
                  + " --certificates. Correct the address or the SSH tunnel; or, if it is a cluster"
                  + " without certificates for clients, remove that option"
              : notFlink(said);
      case UNREACHABLE -> notFlink(said);
    };
  }

  private static String notFlink(String said) {
    return "no Flink cluster answers there ("
        + said
        + "). Start one with 'shoestring flink jobmanager', open the SSH tunnel to it, or correct"
        + " the address";
  }

  private void checkBuild() throws InterruptedException {
    Optional<String> build = Optional.ofNullable(cluster.settings().get(BuildIdentity.SETTING));
    String ours = BuildIdentity.here();
    if (build.isEmpty()) {
      throw new UsageException(
          "--flinkMaster="
              + address
              + ": the cluster there was not started by Shoestring, so it has not the program that"
              + " its workers need. Start one with 'shoestring flink jobmanager', or submit a"
              + " stage's own main with Flink's client");
    }
    if (!build.get().equals(ours)) {
      throw new UsageException(
          "--flinkMaster="
              + address
              + ": the cluster there is of build "
              + build.get()
              + ", but this program is of build "
              + ours
              + ". Restart the JobManager and all TaskManagers with this program's jar, or submit"
              + " with theirs");
    }
  }
}
