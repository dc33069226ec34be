package org.shoestring.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.files.FileModes;
import org.shoestring.spec.Shown;
import org.shoestring.store.object.ChangedFileException;
import org.shoestring.store.object.HashedFile;
import org.shoestring.store.object.ParallelTransfers;
import org.shoestring.table.Output;
import org.shoestring.table.ProgramException;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.StoredFile;

/**
 * Stores what a command left in its {@code {out}}.
 *
 * @param written the command as the experiment has it, for messages
 * @param remarks takes what the user should know though it is no error
 */
record CommandOutput(Recipe recipe, String written, WorkFolder held, Consumer<String> remarks) {
  private static final int NAMED = 10;

  /**
   * Makes the output exist, unless another program changes {@code {out}} meanwhile.
   *
   * @param ended what is to be stored
   * @throws ProgramException if there is nothing to store, or it cannot be stored: the user may
   *     mend it
   */
  void commit(Output output, EndedCommand ended) throws IOException {
    CommandLog log = new CommandLog(held);
    String tail = log.tail();
    log.send(output, CommandLog.NAME);
    Path out = held.path(TrainWork.OUT);
    FolderState state = ended.left().isPresent() ? ended.left().get() : FolderState.of(out);
    OutFolder.Content content;
    try {
      content = OutFolder.look(out);
    } catch (OutFolder.RefusedException e) {
      throw refused(ended, new ProgramException("command '" + written + "' " + e.getMessage()));
    }
    tellLeftOut(content.leftOut());
    if (content.files().isEmpty()) {
      EndedCommand.forget(held.path());
      throw new ProgramException(
          "command '" + written + "' left no file in {out}, so there is no output to store" + tail);
    }
    List<StoredFile> files =
        ParallelTransfers.each(
            List.copyOf(content.files().entrySet()),
            file -> put(output, file.getKey(), file.getValue(), ended));
    Optional<String> change = state.change(FolderState.of(out));
    if (change.isPresent()) {
      throw changed(change.get(), ended);
    }
    output.commit(new Manifest(recipe, output.codec(), Map.of(), List.of(), Map.of(), files));
  }

  /** What its user leaves there instead is stored by the next run; a folder that is gone is not. */
  private ProgramException refused(EndedCommand ended, ProgramException refused) {
    try {
      if (Files.isDirectory(held.path(TrainWork.OUT), LinkOption.NOFOLLOW_LINKS)) {
        ended.toBeMended().write(held.path());
      } else {
        EndedCommand.forget(held.path());
      }
    } catch (IOException e) {
      refused.addSuppressed(e);
    }
    return refused;
  }

  private void tellLeftOut(List<String> leftOut) {
    if (!leftOut.isEmpty()) {
      String more = leftOut.size() > NAMED ? ", and " + (leftOut.size() - NAMED) + " more" : "";
      remarks.accept(
          "left out of the output: "
              + String.join(", ", leftOut.subList(0, Math.min(NAMED, leftOut.size())))
              + more);
    }
  }

  private StoredFile put(Output output, String path, Path file, EndedCommand ended)
      throws IOException {
    try {
      HashedFile hashed = HashedFile.of(file);
      boolean executable = FileModes.isExecutable(file);
      StoredFile stored = new StoredFile(path, hashed.bytes(), hashed.sha256(), executable);
      output.sendFile(stored, hashed);
      return stored;
    } catch (ChangedFileException e) {
      throw changed(Shown.quoted(path) + " was changed", ended);
    } catch (NoSuchFileException e) {
      throw changed(Shown.quoted(path) + " was removed", ended);
    }
  }

  private ProgramException changed(String what, EndedCommand ended) {
    return new ProgramException(
        "command '"
            + written
            + "' had ended, but "
            + what
            + " in {out} before all was stored; end the program that writes there, then run again"
            + (ended.left().isEmpty() ? "" : ": the command runs again"));
  }
}
