package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster on this machine: a job manager and task managers as processes of their own, each
 * started by our own verb with the settings of a machine of 1 GB, and with the compiler of Java
 * that is of use sooner.
 */
public final class FlinkCluster implements AutoCloseable {
  /** Below all ports that the system gives out, so that nobody else takes them. */
  private static final int MOST_PORTS = 22_000;

  private static final int FIRST_PORTS = 2_000;
  private static final int PORTS_OF_CLUSTER = 200;
  private static final int PORTS_OF_PROCESS = 10;

  private static final String SETTINGS = "runners-config/flink-cluster";
  private static final String HEARTBEATS = "heartbeat.interval: 5000\n";

  private static final int REST = 8081;
  private static final int RPC = 6123;
  private static final int FIRST_RPC = 6120;
  private static final int LAST_RPC = 6125;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 100;
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private final Path folder;
  private final Map<String, String> environment;
  private final ServerSocket guard;
  private final int offset;
  private final List<String> options;
  private final boolean inHaste;
  private final @Nullable Path certificates;
  private final HttpClient client;
  private final List<Member> members = new ArrayList<>();
  private final List<Member> taskManagers = new ArrayList<>();
  private int started;

  private FlinkCluster(
      Path folder,
      Map<String, String> environment,
      ServerSocket guard,
      @Nullable Path certificates,
      boolean inHaste,
      List<String> options)
      throws IOException, GeneralSecurityException {
    this.inHaste = inHaste;
    this.certificates = certificates;
    this.client =
        certificates == null
            ? HttpClient.newHttpClient()
            : HttpClient.newBuilder().sslContext(AnyCertificate.and(certificates)).build();
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.guard = guard;
    this.offset = guard.getLocalPort() - FIRST_RPC - PORTS_OF_CLUSTER + 1;
    this.options = List.copyOf(options);
  }

  /** A process of the cluster, with what it says. */
  public record Member(String name, Shoestring.Running running) {
    private static final int SIGNALLED = 128;

    public Process process() {
      return running.process();
    }

    /** What it has said so far on stderr. */
    public String log() throws IOException {
      return Files.readString(running.err());
    }

    /** Whether it has ended by itself, and not by a signal. */
    public boolean hasFailed() {
      return !process().isAlive() && process().exitValue() < SIGNALLED;
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
      process().destroyForcibly().waitFor();
    }
  }

  /** A cluster of so many task managers of one slot, ready for jobs; its files are in a folder. */
  public static FlinkCluster start(Path folder, int taskManagers) throws Exception {
    return start(folder, taskManagers, Map.of());
  }

  /** The same with all the settings that users have. */
  public static FlinkCluster asOfUsers(Path folder, int taskManagers) throws Exception {
    return start(
        new FlinkCluster(folder, Map.of(), freePorts(), null, false, List.of()), taskManagers);
  }

  /**
   * The same with variables, credentials say, in the environment of all its processes, and with
   * further options of all of them. In a variable, {@code PROCESS} is the name of the process.
   */
  public static FlinkCluster start(
      Path folder, int taskManagers, Map<String, String> environment, String... options)
      throws Exception {
    return start(
        new FlinkCluster(folder, environment, freePorts(), null, true, List.of(options)),
        taskManagers);
  }

  /** The same with certificates, of clients too. */
  public static FlinkCluster secured(
      Path folder, int taskManagers, Map<String, String> environment, Path certificates)
      throws Exception {
    List<String> options = List.of("--certificates", certificates.toString());
    return start(
        new FlinkCluster(folder, environment, freePorts(), certificates, true, options),
        taskManagers);
  }

  private static FlinkCluster start(FlinkCluster cluster, int taskManagers) throws Exception {
    try {
      cluster.startJobManager();
      for (int i = 0; i < taskManagers; i++) {
        Member unused = cluster.addTaskManager();
      }
      cluster.awaitTaskManagers(taskManagers);
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** Those that no other cluster of tests has: it holds the last of them. */
  private static ServerSocket freePorts() {
    while (true) {
      int clusters = (MOST_PORTS - FIRST_PORTS) / PORTS_OF_CLUSTER;
      int offset = FIRST_PORTS + PORTS_OF_CLUSTER * ThreadLocalRandom.current().nextInt(clusters);
      try {
        return new ServerSocket(
            FIRST_RPC + offset + PORTS_OF_CLUSTER - 1, 1, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        // Another cluster has these.
      }
    }
  }

  /** Where its server listens: {@code HOST:PORT}. */
  public String address() {
    return "127.0.0.1:" + (REST + offset);
  }

  /** Where task managers join: {@code HOST:PORT}. */
  public String joinAddress() {
    return "127.0.0.1:" + (RPC + offset);
  }

  /** The ports of the first task manager and of its job manager, without that of the server. */
  public List<Integer> securePorts() {
    int taskManager = offset + PORTS_OF_PROCESS;
    return List.of(
        FIRST_RPC + taskManager,
        FIRST_RPC + 1 + taskManager,
        FIRST_RPC + 2 + taskManager,
        RPC + offset,
        RPC + 1 + offset,
        LAST_RPC + offset);
  }

  /** The port of its server. */
  public int restPort() {
    return REST + offset;
  }

  /** A port offset for a process that a test starts itself. */
  public String freeOffset() {
    return Integer.toString(offset + PORTS_OF_CLUSTER - PORTS_OF_PROCESS);
  }

  public Member jobManager() {
    return members.get(0);
  }

  /** Those that were started, dead ones too, in the order of their start. */
  public List<Member> taskManagers() {
    return List.copyOf(taskManagers);
  }

  /** The ports that the processes so far may listen on. */
  public List<Integer> ports() {
    List<Integer> ports = new ArrayList<>(List.of(REST + offset));
    for (int i = 0; i <= started; i++) {
      for (int port = FIRST_RPC; port <= LAST_RPC; port++) {
        ports.add(port + offset + i * PORTS_OF_PROCESS);
      }
    }
    return ports;
  }

  /** Starts a job manager at the same place, after the last one was killed. */
  public Member startJobManager() throws IOException {
    Member member = start("jobmanager", 0, environment, "--memory", "640m");
    members.add(0, member);
    return member;
  }

  /** Starts one more task manager, and does not wait for it. */
  public Member addTaskManager(String... more) throws IOException {
    return addTaskManager(environment, more);
  }

  /** The same with these variables in its environment, and not those of the cluster. */
  public Member addTaskManager(Map<String, String> variables, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(List.of(joinAddress(), "--memory", "760m", "--slots", "1"));
    words.addAll(List.of(more));
    Member member = start("taskmanager", started + 1, variables, words.toArray(new String[0]));
    members.add(member);
    taskManagers.add(member);
    return member;
  }

  /**
   * Starts a process.
   *
   * @param given of its environment; {@code PROCESS} in one is its name
   */
  private Member start(String verb, int number, Map<String, String> given, String... more)
      throws IOException {
    String name = verb + "-" + number;
    Path own = Files.createDirectories(folder.resolve(name));
    if (inHaste) {
      writeSettings(own);
    }
    List<String> words = new ArrayList<>(List.of("flink", verb));
    words.addAll(List.of(more));
    words.addAll(options);
    words.addAll(List.of("--port-offset", Integer.toString(offset + number * PORTS_OF_PROCESS)));
    if (!words.contains("--folder")) {
      words.addAll(List.of("--folder", own.resolve("temporary").toString()));
    }
    started = Math.max(started, number);
    Map<String, String> variables = new HashMap<>(given);
    variables.replaceAll((unused, value) -> value.replace("PROCESS", name));
    return new Member(
        name, Shoestring.in(own).onMachine(name).in(variables).start(words.toArray(new String[0])));
  }

  /**
   * The settings of users, but for what makes a process start, and a dead one be missed, sooner.
   */
  private static void writeSettings(Path own) throws IOException {
    Path users = Path.of("..").resolve(SETTINGS);
    Path settings = Files.createDirectories(own.resolve(SETTINGS));
    for (String process : List.of("jobmanager", "taskmanager")) {
      String text = Files.readString(users.resolve(process + ".conf"));
      assertThat(text).contains(HEARTBEATS);
      Files.writeString(
          settings.resolve(process + ".conf"),
          text.replace(HEARTBEATS, "heartbeat.interval: 1000\n")
              + ("\nenv.java.opts." + process + ": " + Shoestring.FAST_COMPILER + "\n"));
    }
  }

  /**
   * Waits until the job manager knows exactly so many task managers; one that died is missed late.
   */
  public void awaitTaskManagers(int count) throws Exception {
    long start = System.nanoTime();
    while (taskManagerIds().size() != count) {
      for (Member member : members) {
        if (member.hasFailed()) {
          throw new AssertionError(member.name() + " has ended by itself: " + logs());
        }
      }
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError(
            "not " + count + " task managers, but " + taskManagerIds() + ": " + logs());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** What the job manager calls its task managers; none if it does not answer. */
  public List<String> taskManagerIds() throws InterruptedException {
    List<String> ids = new ArrayList<>();
    Matcher matcher = ID.matcher(get("/taskmanagers"));
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return ids;
  }

  /** What the job manager's server answers; nothing if it does not. */
  public String get(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create((certificates == null ? "http://" : "https://") + address() + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    }
  }

  /** How many jobs have this in their description. */
  public long jobs(String text) throws InterruptedException {
    return Stream.of(get("/jobs/overview").split("\"jid\"", -1))
        .filter(job -> Pattern.compile(text).matcher(job).find())
        .count();
  }

  /** Waits until something is so. */
  public void await(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("not " + what + ": " + get("/jobs/overview"));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** The words of a run on it, with claims that live for 6 s. */
  public String[] run(String file, String... more) {
    return runAt(address(), file, more);
  }

  /** The same with another address of it. */
  public static String[] runAt(String address, String file, String... more) {
    List<String> words =
        new ArrayList<>(List.of("run", file, "--runner", "flink-cluster", "--lease", "6"));
    words.addAll(List.of(more));
    words.addAll(List.of("--", "--flinkMaster=" + address));
    return words.toArray(new String[0]);
  }

  /** What all processes have said, for a failed test. */
  public String logs() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Member member : members) {
      all.append("\n--- ").append(member.name()).append(":\n").append(member.log());
    }
    return all.toString();
  }

  /** Ends all processes, as SIGTERM does. */
  @Override
  public void close() throws InterruptedException, IOException {
    try {
      members.forEach(member -> member.process().destroy());
      for (Member member : members) {
        if (!member.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          member.kill();
          throw new AssertionError(member.name() + " does not end");
        }
      }
    } finally {
      guard.close();
    }
  }

  /** The memory of a process that is in use, in MB; 0 where the system does not tell. */
  public static long residentMegabytes(Process process) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElse(0);
  }
}
