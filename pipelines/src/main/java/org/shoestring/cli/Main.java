package org.shoestring.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import org.shoestring.cli.screen.Stdout;
import org.shoestring.pipeline.process.Messages;
import org.shoestring.pipeline.process.OutOfMemory;
import org.shoestring.pipeline.process.ProcessSetup;

/**
 * The command line: from raw data to a number, in stages. It is apart from its {@link Verbs} so
 * that Java needs next to nothing to start it, and too little memory is told by ourselves.
 */
public final class Main {
  private Main() {}

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] args) {
    ProcessSetup.run();
    try {
      System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
      int code = Stdout.watch(() -> Verbs.runProcess(args));
      Messages.awaitAll();
      System.exit(code);
    } catch (OutOfMemoryError e) {
      OutOfMemory.halt(e);
      throw e;
    }
  }
}
