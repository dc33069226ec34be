package org.shoestring.train;

import java.io.Closeable;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.table.ProgramException;
import org.shoestring.train.process.TrainerCode;
import org.shoestring.train.stream.ShardStream;
import org.shoestring.train.stream.StreamedInput;
import org.shoestring.worker.StopSignal;

/**
 * The streamed input of one start of a command, if it has one. What the command leaves counts only
 * if it has read its input as a stream, and got all that it asked for.
 */
final class InputStreaming implements Closeable {
  private static final String CURE =
      "read {input} with shoestring_data.py, or remove 'data: stream' from the stage";

  private final Optional<StreamedInput> input;
  private final StopSignal stop;
  private final Consumer<String> remarks;
  private @Nullable ShardStream stream;

  /**
   * One that is not served yet.
   *
   * @param input empty if all inputs are copies
   * @param stop that of the work
   */
  InputStreaming(Optional<StreamedInput> input, StopSignal stop, Consumer<String> remarks) {
    this.input = input;
    this.stop = stop;
    this.remarks = remarks;
  }

  /**
   * Runs the command, and serves its input to the end of it.
   *
   * @param copies where copies of inputs lie
   * @param attempt that saves what the command writes, if it writes checkpoints; else the current
   *     thread runs the command
   * @return what the command ended with; a code of failure if it did not end when nothing could be
   *     fetched any more
   */
  TrainerCode serve(Path copies, Optional<TrainingAttempt> attempt, Callable<TrainerCode> command)
      throws Exception {
    if (input.isEmpty()) {
      return command.call();
    }
    Thread here = Thread.currentThread();
    Runnable stuck =
        attempt.isPresent()
            ? () -> attempt.get().end("its input cannot be streamed any more")
            : here::interrupt;
    try (ShardStream served = input.get().start(copies, stuck, remarks)) {
      stream = served;
      return command.call();
    } catch (InterruptedException | InterruptedIOException e) {
      if (failure().isEmpty() || stop.isStopped()) {
        throw e;
      }
      return new TrainerCode(ExitCode.SIGKILL);
    } finally {
      if (failure().isPresent() && !stop.isStopped()) {
        boolean unused = Thread.interrupted(); // What was stuck has ended.
      }
    }
  }

  private Optional<Throwable> failure() {
    ShardStream served = stream;
    return served == null ? Optional.empty() : served.failure();
  }

  /** Ends it when the command has ended by itself, and tells whether what it left counts. */
  boolean endedWell() {
    close();
    return failure().isEmpty() && isRead();
  }

  private boolean isRead() {
    ShardStream served = stream;
    return served == null || served.isOpened();
  }

  /**
   * Why what the command left does not count, whatever its code; empty if that is not the input's
   * fault.
   *
   * @param written the command as the experiment has it
   * @param tail what it printed last
   */
  Optional<Exception> fault(TrainerCode code, String written, String tail) {
    Throwable failure = failure().orElse(null);
    if (failure instanceof Error e) {
      throw e; // Without memory, the process ends.
    }
    if (failure instanceof Exception e) {
      return Optional.of(e);
    }
    if (!code.isGood() || isRead()) {
      return Optional.empty();
    }
    return Optional.of(
        new ProgramException(
            "command '"
                + written
                + "' ended well, but it has not read its data: with data: stream, {input} has only"
                + " some shards at a time. No output is stored; "
                + CURE
                + tail));
  }

  /** What may have made a command fail, for the end of a message; empty if nothing is known. */
  String hint() {
    return isRead()
        ? ""
        : "; it has not opened {input} as a stream, which data: stream needs: " + CURE;
  }

  @Override
  public void close() {
    ShardStream served = stream;
    if (served != null) {
      served.close();
    }
  }
}
