package org.shoestring.experiment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.shoestring.tsv.TsvFormat;

/**
 * A process that works on a stage, as its lease tells of it.
 *
 * @param id of this process alone
 * @param host for people
 * @param machine the same for processes that see each other as processes, and since when the
 *     machine runs
 * @param started when the process started, by the clock of its machine
 */
record Holder(String id, String host, String machine, long process, Instant started) {
  /** Start times are told from the clock, which is set now and then. */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(10);

  private static final Holder THIS = ofThisProcess();

  /** This process. */
  static Holder self() {
    return THIS;
  }

  private static Holder ofThisProcess() {
    ProcessHandle process = ProcessHandle.current();
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    return new Holder(
        UUID.randomUUID().toString(), host, machine(host), process.pid(), start(process));
  }

  private static Instant start(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Containers of one machine see different processes: their name spaces tell them apart. */
  private static String machine(String host) {
    String given = System.getProperty("shoestring.machine", "");
    if (!given.isEmpty()) {
      return given;
    }
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return host + " " + System.getProperty("user.home", "");
    }
  }

  /** Whether it is known for sure, from here, that the process has ended. */
  boolean isDead() {
    if (!machine.equals(THIS.machine)) {
      return false;
    }
    Optional<ProcessHandle> found = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
    return found.isEmpty()
        || Duration.between(start(found.get()), started).abs().compareTo(CLOCK_STEP) > 0;
  }

  List<String> line() {
    return List.of("holder", id, host, machine, Long.toString(process), started.toString());
  }

  /**
   * Reads a line that {@link #line} made.
   *
   * @throws RuntimeException if it is none
   */
  static Holder parse(List<String> line) {
    return new Holder(
        line.get(1),
        line.get(2),
        line.get(3),
        Long.parseLong(line.get(4)),
        Instant.parse(line.get(5)));
  }

  /** Its line in a lease. */
  static Optional<Holder> find(String text) {
    return text.lines()
        .map(TsvFormat::fields)
        .filter(line -> line.get(0).equals("holder"))
        .findFirst()
        .map(Holder::parse);
  }

  @Override
  public String toString() {
    return host + " (process " + process + ")";
  }
}
