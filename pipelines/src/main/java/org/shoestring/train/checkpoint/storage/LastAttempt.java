package org.shoestring.train.checkpoint.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.shoestring.store.object.StoredObject;

/**
 * The last start of a training, as anybody can see it on the storage.
 *
 * @param number counted from 1
 * @param machine that it runs on, or ran on, for people
 * @param begun when it began, by the clock of the store
 * @param end how it ended; empty while it runs, and if its machine vanished
 * @param ended when that was written down
 */
public record LastAttempt(
    int number,
    String machine,
    Instant begun,
    Optional<AttemptNotes.End> end,
    Optional<Instant> ended) {

  /** The last one that trained; empty if there is none. */
  public static Optional<LastAttempt> of(CheckpointStorage storage) throws IOException {
    Optional<Attempt> last = Attempt.last(storage);
    return last.isEmpty() ? Optional.empty() : Optional.of(of(storage, last.get()));
  }

  /** The one that finished the training: its command ended well, by itself; empty if none has. */
  public static Optional<LastAttempt> finishing(CheckpointStorage storage) throws IOException {
    return of(storage).filter(last -> last.end.equals(Optional.of(AttemptNotes.End.WELL)));
  }

  private static LastAttempt of(CheckpointStorage storage, Attempt attempt) throws IOException {
    Optional<Instant> begun = modified(storage, Attempt.RECORDS, attempt.object()::equals);
    String note = storage.object(attempt.folder() + "/" + AttemptNotes.ENDED);
    Optional<Instant> ended = modified(storage, attempt.folder() + "/_", note::equals);
    Optional<AttemptNotes.End> end =
        ended.isEmpty() ? Optional.empty() : AttemptNotes.read(storage, attempt.folder()).end();
    return new LastAttempt(
        attempt.number(), attempt.machine(), begun.orElse(Instant.EPOCH), end, ended);
  }

  private static Optional<Instant> modified(
      CheckpointStorage storage, String start, Predicate<String> name) throws IOException {
    return storage.store().list(storage.object(start)).stream()
        .filter(object -> name.test(object.name()))
        .map(StoredObject::modified)
        .findFirst();
  }
}
