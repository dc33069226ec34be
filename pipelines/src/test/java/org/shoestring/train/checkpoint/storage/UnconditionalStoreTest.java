package org.shoestring.train.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.ObjectStore;

/** Attempts on a store that lets two create the same object. */
@Timeout(60)
class UnconditionalStoreTest {
  private final ObjectStore disk;
  private final AtomicBoolean isOvertaken = new AtomicBoolean();
  private final CheckpointStorage storage;

  UnconditionalStoreTest(@TempDir Path folder) {
    this.disk = new LocalStore(folder);
    this.storage = new CheckpointStorage(new Unconditional(), "run/");
  }

  /** Another machine may write right after us. */
  private final class Unconditional extends ForwardingStore {
    Unconditional() {
      super(disk);
    }

    @Override
    public boolean createsConditionally() {
      return false;
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
      disk.replace(name, content);
      if (isOvertaken.getAndSet(false)) {
        other(1);
      }
      return true;
    }
  }

  /** Writes what another machine would write for an attempt of this number. */
  private void other(int number) throws IOException {
    String digits = String.format(Locale.ROOT, "%06d", number);
    String text = "shoestring\t1\nattempt\t" + digits + "-0123abcd\telsewhere\n";
    disk.replace("run/attempts/" + digits, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void begin_anotherWroteTheSameNumberLater_takesTheNext() throws Exception {
    isOvertaken.set(true);
    Attempt attempt = Attempt.begin(storage, "here");

    assertThat(attempt.number()).isEqualTo(2);
    assertThat(Attempt.read(storage, 1).orElseThrow().machine()).isEqualTo("elsewhere");
    attempt.check();
  }

  @Test
  void check_anotherTookTheSameNumberTooLateToBeSeen_isOvertaken() throws Exception {
    Attempt attempt = Attempt.begin(storage, "here");
    attempt.check();
    other(1);

    assertThat(attempt.folder()).isNotEqualTo(Attempt.read(storage, 1).orElseThrow().folder());
    assertThatThrownBy(attempt::check)
        .isInstanceOf(SupersededException.class)
        .hasMessage("attempt 1 on elsewhere has taken over");
  }
}
