package org.shoestring.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A second JVM with the class path of the tests; it is killed when it is closed. */
public final class OtherJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final PrintStream input;

  private OtherJvm(Process process) {
    this.process = process;
    this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.input = new PrintStream(process.getOutputStream(), true, UTF_8);
  }

  /** Runs a main. */
  public static OtherJvm start(Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new OtherJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Writes a line to its stdin. */
  public void tell(String line) {
    input.println(line);
  }

  /** Waits for a line of its stdout; none if it has ended. */
  public @Nullable String line() throws IOException {
    return said.readLine();
  }

  /** Writes a line, and waits for the answer. */
  public @Nullable String ask(String line) throws IOException {
    tell(line);
    return line();
  }

  /** The process. */
  public Process process() {
    return process;
  }

  /** Kills it, as a machine does that is short of memory. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    said.close();
  }
}
