package org.shoestring.pipeline.flink.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerInfo;
import org.shoestring.pipeline.flink.jobmanager.WorkerName;
import org.shoestring.pipeline.flink.plan.ListenAddress;
import org.shoestring.pipeline.flink.security.PortGuard;
import org.shoestring.store.doctor.Finding;

/**
 * The ports of one process of a cluster, as the cluster publishes them, and whom they answer, as
 * seen from this machine.
 *
 * @param process for people: {@code job manager}
 * @param addresses numbers or names
 */
record PublishedPorts(String process, Set<String> addresses, Set<Integer> ports) {
  private static final Duration LOOK = Duration.ofSeconds(3);
  private static final String WHAT = "ports";
  private static final Pattern RPC = Pattern.compile("@\\[?([^/]+?)]?:(\\d+)/");

  /**
   * How far below the one for calls our task managers have their port for metrics, unless their
   * user has set another one. Flink's REST interface does not tell it.
   */
  private static final int METRICS_BELOW_RPC = 2;

  PublishedPorts {
    addresses = Set.copyOf(addresses);
    ports = Set.copyOf(ports);
  }

  /** Those of a job manager, without its web server. */
  static PublishedPorts ofJobManager(Map<String, String> settings) {
    return new PublishedPorts(
        "job manager",
        texts(settings, JobManagerOptions.BIND_HOST, JobManagerOptions.ADDRESS),
        ports(
            settings,
            JobManagerOptions.PORT,
            BlobServerOptions.PORT,
            MetricOptions.QUERY_SERVICE_PORT));
  }

  /** That of a job manager's web server. */
  static PublishedPorts ofWebServer(Map<String, String> settings) {
    return new PublishedPorts(
        "web server",
        texts(settings, RestOptions.BIND_ADDRESS, RestOptions.ADDRESS),
        ports(settings, RestOptions.BIND_PORT, RestOptions.PORT));
  }

  /** Those of a task manager. */
  static PublishedPorts of(TaskManagerInfo worker) {
    Matcher rpc = RPC.matcher(worker.getAddress());
    if (!rpc.find()) {
      return new PublishedPorts("worker", Set.of(), Set.of());
    }
    int port = Integer.parseInt(rpc.group(2));
    return new PublishedPorts(
        "worker " + WorkerName.shown(worker.getResourceId().getResourceIdString()),
        Set.of(rpc.group(1)),
        Set.of(port, worker.getDataPort(), port - METRICS_BELOW_RPC));
  }

  private static Set<String> texts(Map<String, String> settings, ConfigOption<?>... options) {
    Set<String> texts = new LinkedHashSet<>();
    for (ConfigOption<?> option : options) {
      String text = settings.get(option.key());
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static Set<Integer> ports(Map<String, String> settings, ConfigOption<?>... options) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (String text : texts(settings, options)) {
      if (text.matches("\\d{1,5}")) {
        ports.add(Integer.parseInt(text));
      }
    }
    return ports;
  }

  /** What is to be told of them: a finding per address, and one per port that is open to all. */
  List<Finding> findings(Function<InetSocketAddress, PortGuard> look) {
    List<Finding> findings = new ArrayList<>();
    for (String text : addresses.stream().sorted().toList()) {
      try {
        findings.addAll(findings(text, InetAddress.getByName(text), look));
      } catch (UnknownHostException e) {
        findings.add(
            Finding.warn(WHAT, process + ": nobody here knows the address " + text + " of it"));
      }
    }
    return findings;
  }

  private List<Finding> findings(
      String text, InetAddress address, Function<InetSocketAddress, PortGuard> look) {
    String name = process + " on " + text;
    List<Integer> sorted = ports.stream().sorted().toList();
    if (address.isLoopbackAddress()) {
      return List.of(Finding.ok(WHAT, name + ": only its own machine reaches " + list(sorted)));
    }
    Map<PortGuard, List<Integer>> found = new LinkedHashMap<>();
    sorted.forEach(
        port ->
            found
                .computeIfAbsent(
                    look.apply(new InetSocketAddress(address, port)), guard -> new ArrayList<>())
                .add(port));
    return found.entrySet().stream()
        .map(
            entry ->
                finding(name, ListenAddress.isPrivate(address), entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Finding finding(
      String name, boolean isPrivate, PortGuard guard, List<Integer> ports) {
    String start = name + ": ";
    return switch (guard) {
      case UNREACHABLE -> Finding.ok(WHAT, start + "not reachable from here: " + list(ports));
      case CERTIFIED ->
          Finding.ok(WHAT, start + "answers nobody without a certificate: " + list(ports));
      case OPEN, ENCRYPTED ->
          isPrivate
              ? Finding.ok(
                  WHAT,
                  start
                      + "private, but whoever is in that network can run code by way of "
                      + list(ports))
              : Finding.fail(
                  WHAT,
                  start
                      + list(ports)
                      + (ports.size() == 1 ? " answers" : " answer")
                      + " everybody in the internet, who can run code there. Close it with a"
                      + " firewall now; then use a private address, or 'shoestring flink certificates"
                      + " DIR"
                      + (name.startsWith("web") ? " --rest'" : "'"));
    };
  }

  private static String list(Collection<Integer> ports) {
    return (ports.size() == 1 ? "port " : "ports ")
        + ports.stream().map(String::valueOf).reduce((a, b) -> a + ", " + b).orElse("none");
  }

  static PortGuard look(InetSocketAddress address) {
    return PortGuard.of(address, LOOK);
  }
}
