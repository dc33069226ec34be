package org.shoestring.pipeline.flink.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerInfo;
import org.shoestring.pipeline.flink.jobmanager.WorkerName;

/**
 * A store at an address that means another machine on each machine. Workers may have a tunnel or a
 * server there, too, so a job is not refused for it.
 */
final class LoopbackStore {
  private static final Pattern LOOPBACK =
      Pattern.compile("https?://(127\\.[\\d.]+|localhost|\\[::1])(:\\d+)?(?![\\w.-])");

  private LoopbackStore() {}

  /** Whether a store is at such an address. */
  static boolean is(String address) {
    return LOOPBACK.matcher(address).lookingAt();
  }

  /** What to tell of a store at such an address; empty if all workers are on this machine. */
  static Optional<String> remark(String address, Collection<TaskManagerInfo> workers)
      throws IOException {
    Matcher store = LOOPBACK.matcher(address);
    if (!store.lookingAt()) {
      return Optional.empty();
    }
    for (TaskManagerInfo worker : workers) {
      String host = URI.create(worker.getAddress()).getHost();
      if (host != null && !isHere(InetAddress.getByName(host))) {
        return Optional.of(
            "the workspace is at "
                + store.group()
                + ", but on worker "
                + WorkerName.shown(worker.getResourceId().getResourceIdString())
                + " ("
                + host
                + ") that is its own machine. If it does not reach the store there, give the store"
                + " an address that all machines reach");
      }
    }
    return Optional.empty();
  }

  private static boolean isHere(InetAddress address) throws IOException {
    return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
  }
}
