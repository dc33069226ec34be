package org.shoestring.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shoestring.store.object.ImmutableObject;

/** Nothing but the bytes of an object is taken for its copy. */
class ObjectCacheDamageTest extends CacheFixture {
  @Test
  void open_copyOfAnotherLength_isReadAnew() throws IOException {
    damaged("cut");
  }

  @Test
  void open_copyOfOtherBytes_isReadAnew() throws IOException {
    damaged("x".repeat(CONTENT.length()));
  }

  private void damaged(String damage) throws IOException {
    ImmutableObject object = stored("a", CONTENT);
    read(cached(), object);
    Files.writeString(copies().get(0), damage);
    assertThat(cached().has(store, object)).isEqualTo(damage.length() == CONTENT.length());

    assertThat(read(cached(), object)).isEqualTo(CONTENT);

    assertThat(store.bytesRead()).isEqualTo(2L * CONTENT.length());
    assertThat(copies().get(0)).hasContent(CONTENT);
  }

  @Test
  void openAt_damagedCopy_isReadFromTheStore() throws IOException {
    ImmutableObject object = stored("a", "content");
    read(cached(), object);
    Files.writeString(copies().get(0), "damaged");

    try (InputStream in = cached().openAt(store, object, 3)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("tent");
    }
    assertThat(copies()).isEmpty();
  }

  @Test
  void open_objectThatIsNotWhatItsNameSays_isPassedOnAndNotKept() throws IOException {
    stored("a", "altered");
    stored("b", "longer than it was");
    stored("c", "cut");

    assertThat(read(cached(), object("a", "content"))).isEqualTo("altered");
    assertThat(read(cached(), object("b", "content"))).isEqualTo("longer than it was");
    assertThat(read(cached(), object("c", "content"))).isEqualTo("cut");

    assertThat(copies()).isEmpty();
  }

  @Test
  void open_partsOfAKilledProcess_areNoCopyAndAreSwept() throws IOException {
    ImmutableObject object = stored("a", "content");
    Path dead = Files.createDirectories(folder.resolve("_tmp/1-" + UUID.randomUUID()));
    Files.writeString(dead.resolve("part"), "cont");
    Path lock = Files.writeString(dead.resolve("lock"), "");
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    assertThat(cached().has(store, object)).isFalse();

    assertThat(read(cached(), object)).isEqualTo("content");

    assertThat(dead).doesNotExist();
  }
}
