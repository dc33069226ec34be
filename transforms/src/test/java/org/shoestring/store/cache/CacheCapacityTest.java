package org.shoestring.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheCapacityTest {
  private static final int BLOCK = 4096;
  private static final int DIGITS = 40;

  @TempDir private Path folder = Path.of("");
  private int diskBlocks = 1000;
  private int clock;

  private CacheCapacity room(int blocks) {
    return new CacheCapacity(folder, (long) blocks * BLOCK, this::spare);
  }

  private long spare() throws IOException {
    long taken = 0;
    for (String name : files()) {
      taken += Files.size(folder.resolve(name));
    }
    return (long) diskBlocks * BLOCK - taken;
  }

  /** Adds a copy of so many blocks, used after those before. */
  private void add(CacheCapacity room, String name, int blocks) throws IOException {
    assertThat(room.reserve((long) blocks * BLOCK)).isTrue();
    use(Files.write(copy(name), new byte[blocks * BLOCK]));
    room.filled((long) blocks * BLOCK);
  }

  /** A copy's file; its name is a hash, here one of many equal digits. */
  private Path copy(String name) {
    return folder.resolve(name.repeat(DIGITS) + ".copy");
  }

  private void use(Path copy) throws IOException {
    Files.setLastModifiedTime(copy, FileTime.fromMillis(1_000L * ++clock));
  }

  private List<String> names() throws IOException {
    return files().stream().map(file -> file.replaceFirst("^(.)\\1{39}\\.", "$1.")).toList();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void reserve_full_removesTheLeastRecentlyUsedAndAnEighthMore() throws IOException {
    CacheCapacity room = room(8);
    for (String name : List.of("a", "b", "c", "d", "e", "f", "0", "1")) {
      add(room, name, 1);
    }
    assertThat(names()).hasSize(8);
    use(copy("a"));

    add(room, "2", 1);

    assertThat(names())
        .containsExactly("0.copy", "1.copy", "2.copy", "a.copy", "d.copy", "e.copy", "f.copy");
  }

  @Test
  void reserve_smallCopies_countAsBlocksOfTheDisk() throws IOException {
    CacheCapacity room = room(2);

    assertThat(room.reserve(1)).isTrue();
    assertThat(room.reserve(BLOCK)).isTrue();
    assertThat(room.reserve(1)).isFalse();
  }

  @Test
  void reserve_largerThanAll_removesNothing() throws IOException {
    CacheCapacity room = room(2);
    add(room, "a", 1);

    assertThat(room.reserve(3 * BLOCK)).isFalse();
    assertThat(names()).containsExactly("a.copy");
  }

  @Test
  void reserve_whatIsInTheMaking_hasItsRoomToo() throws IOException {
    CacheCapacity room = room(3);
    add(room, "a", 1);
    assertThat(room.reserve(2 * BLOCK)).isTrue();

    assertThat(room.reserve(2 * BLOCK)).isFalse();
    room.release(2 * BLOCK);
    assertThat(room.reserve(2 * BLOCK)).isTrue();
  }

  @Test
  void reserve_copiesOfOtherProcesses_areNoticed() throws IOException {
    CacheCapacity ours = room(4);
    CacheCapacity others = room(4);
    add(ours, "a", 1);
    add(others, "b", 3);

    add(ours, "c", 2);

    assertThat(names()).containsExactly("c.copy");
  }

  @Test
  void reserve_diskNearlyFull_takesWhatIsSpareAndNoMore() throws IOException {
    CacheCapacity room = room(8);
    add(room, "a", 2);
    add(room, "b", 2);
    diskBlocks = 5;

    add(room, "c", 2);
    assertThat(names()).containsExactly("b.copy", "c.copy");

    diskBlocks = 0;
    assertThat(room.reserve(1)).isFalse();
    assertThat(names()).isEmpty();
  }

  @Test
  void reserve_otherFilesInTheFolder_stay() throws IOException {
    Files.write(folder.resolve("thesis.tex"), new byte[10 * BLOCK]);
    Files.write(folder.resolve("thesis.copy"), new byte[BLOCK]);
    CacheCapacity room = room(1);
    add(room, "a", 1);
    add(room, "b", 1);

    assertThat(names()).containsExactly("b.copy", "thesis.copy", "thesis.tex");
  }
}
