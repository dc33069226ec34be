package org.shoestring.transform;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.shoestring.tsv.LineReader;
import org.shoestring.worker.ShellCommand;

/**
 * A running program that turns each line of its standard input into one of its output. What it says
 * on its standard error goes to a file.
 */
final class LineProgram implements Closeable {
  private static final int TAIL_LINES = 20;
  private static final int TAIL_BYTES = 1 << 14;

  private final Process process;
  private final OutputStream input;
  private final InputStream output;
  private final LineReader lines;
  private final Path errors;

  /** Starts a command. */
  LineProgram(ShellCommand command, Path errors) throws IOException {
    this.errors = errors;
    this.process =
        command.process().redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())).start();
    Children.add(process);
    this.input = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
    this.output = new BufferedInputStream(process.getInputStream(), 1 << 16);
    this.lines = new LineReader(output);
  }

  /** Where lines are fed; the program may end before it has taken all. */
  OutputStream input() {
    return input;
  }

  /** The lines that it prints. */
  LineReader lines() {
    return lines;
  }

  /** Whether it has printed something that nobody asked for yet. */
  boolean hasSurplus() throws IOException {
    return lines.buffered() > 0 || output.available() > 0;
  }

  Process process() {
    return process;
  }

  /** Waits for its end, once its output has ended, and returns its exit code. */
  int exitCode() throws InterruptedException {
    return Children.waitFor(process);
  }

  /** Closes its input, and waits for its end; what it still prints is passed over. */
  void end() throws IOException, InterruptedException {
    try {
      input.close();
    } catch (IOException e) {
      // It has ended already.
    }
    while (lines.next()) {}
    Children.waitFor(process);
    close();
  }

  /** The file of what it said. */
  Path errors() {
    return errors;
  }

  /** The end of what it said, indented, behind a line feed; a remark if it said nothing. */
  String errorTail() throws IOException {
    byte[] end;
    try (SeekableByteChannel channel = Files.newByteChannel(errors)) {
      channel.position(Math.max(0, channel.size() - TAIL_BYTES));
      end = Channels.newInputStream(channel).readNBytes(TAIL_BYTES);
    }
    List<String> said = new String(end, StandardCharsets.UTF_8).lines().toList();
    if (said.isEmpty()) {
      return "it said nothing on stderr";
    }
    List<String> tail = said.subList(Math.max(0, said.size() - TAIL_LINES), said.size());
    return "the end of its stderr:\n    " + String.join("\n    ", tail);
  }

  @Override
  public void close() throws IOException {
    Children.kill(process);
    lines.close();
  }
}
