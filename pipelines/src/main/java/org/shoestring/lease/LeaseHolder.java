package org.shoestring.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.shoestring.files.HostName;
import org.shoestring.files.MachineStart;
import org.shoestring.table.record.FactLine;

/**
 * Who works on a stage, as its lease tells of it: a process, or a job of a Flink cluster, which
 * lives on whatever becomes of the process that submitted it.
 *
 * @param id of this process alone
 * @param host for people; of a job, that of the JobManager
 * @param machine the same for processes that see each other as processes, and since when the
 *     machine runs
 * @param born tells processes of the same number apart, whatever is done to the clock; empty where
 *     that is not known; of a job, when it began, in seconds since 1970 by the clock of its
 *     JobManager
 */
public record LeaseHolder(String id, String host, String machine, long process, String born) {
  /** What its line begins with. */
  static final String LINE = "holder";

  /** In {@code /proc/PID/stat}, behind the name in parentheses: clock ticks since the boot. */
  private static final int START_TICKS = 20;

  /** Stands before the id of a job in the place of a machine. */
  private static final String JOB = "flink-job:";

  private static final LeaseHolder THIS = ofThisProcess();

  /**
   * A job of a Flink cluster, in the process of its JobManager.
   *
   * @param id of its claim alone, which whoever submits it has chosen
   * @param job its id in the cluster
   */
  public static LeaseHolder ofJob(String id, String job, Instant begun) {
    return new LeaseHolder(
        id, HostName.get(), JOB + job, 0, Long.toString(Math.max(0, begun.getEpochSecond())));
  }

  /** When the job that it is began; empty if it is a process. */
  public Optional<Instant> jobBegun() {
    return job().isEmpty() || born.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(Long.parseLong(born)));
  }

  /** The id of the job that it is; empty if it is a process. */
  public Optional<String> job() {
    return machine.startsWith(JOB)
        ? Optional.of(machine.substring(JOB.length()))
        : Optional.empty();
  }

  /** This process. */
  public static LeaseHolder self() {
    return THIS;
  }

  private static LeaseHolder ofThisProcess() {
    long process = ProcessHandle.current().pid();
    String host = HostName.get();
    return new LeaseHolder(
        UUID.randomUUID().toString(), host, machine(host), process, born(process));
  }

  private static String born(long process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1);
      return fields.length > START_TICKS ? fields[START_TICKS] : "";
    } catch (IOException e) {
      return ""; // No Linux, or it has just ended.
    }
  }

  /** Containers of one machine see different processes: their name spaces tell them apart. */
  private static String machine(String host) {
    String given = System.getProperty("shoestring.machine", "");
    if (!given.isEmpty()) {
      return given;
    }
    String elsewhere = host + " " + System.getProperty("user.home", "");
    Optional<String> boot = MachineStart.bootId();
    if (boot.isEmpty()) {
      return elsewhere;
    }
    try {
      return boot.get() + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return elsewhere;
    }
  }

  /** Whether it is known for sure, from here, that the process has ended. */
  public boolean isDead() {
    if (!machine.equals(THIS.machine)) {
      return false;
    }
    if (ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty()) {
      return true;
    }
    String now = born(process);
    return !now.isEmpty() && !born.isEmpty() && !now.equals(born);
  }

  List<String> line() {
    return List.of(LINE, id, host, machine, Long.toString(process), born);
  }

  /**
   * Reads a line that {@link #line} made.
   *
   * @throws IllegalArgumentException if it is none
   */
  static LeaseHolder parse(FactLine line) {
    String born = line.text(5).isEmpty() ? "" : Long.toString(line.count(5));
    return new LeaseHolder(line.word(1), line.word(2), line.word(3), line.number(4), born);
  }

  @Override
  public String toString() {
    return job()
        .map(id -> "job " + id + " of the Flink cluster on " + host)
        .orElseGet(() -> host + " (process " + process + ")");
  }
}
