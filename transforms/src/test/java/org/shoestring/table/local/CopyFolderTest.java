package org.shoestring.table.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;

/** Files that arrive at the same time, are cut short, or are not what they must be. */
@Timeout(60)
class CopyFolderTest {
  private final Path folder;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  CopyFolderTest(@TempDir Path temp) {
    this.folder = temp.resolve("copy");
  }

  /** Opens the bytes of a file behind an offset. */
  private interface Opened {
    InputStream from(long offset) throws IOException;
  }

  private CopyFolder.Wanted file(String path, String text, Opened opened) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new CopyFolder.Wanted(
        path,
        new Sha256().update(bytes, 0, bytes.length).hex(),
        false,
        new CopyFolder.Content() {
          @Override
          public InputStream from(long offset) throws IOException {
            asked.add(path + " " + offset);
            return opened.from(offset);
          }

          @Override
          public BadDataException altered() {
            return new BadDataException(path + ": was altered");
          }
        });
  }

  private static Opened of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return offset ->
        new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) offset, bytes.length));
  }

  private Path bring(CopyFolder.Wanted... files) throws IOException {
    return new CopyFolder(folder, List.of(files), remark -> {}).bring();
  }

  private static InputStream failing() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("a.bin: the store is gone");
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        return read();
      }
    };
  }

  @Test
  void bring_cutShort_asksForTheRestAlone() throws IOException {
    Opened half =
        offset ->
            new SequenceInputStream(
                new ByteArrayInputStream("0123".getBytes(StandardCharsets.UTF_8)), failing());
    assertThatThrownBy(() -> bring(file("a.bin", "0123456789", half)))
        .hasMessage("a.bin: the store is gone");

    bring(file("a.bin", "0123456789", of("0123456789")));

    assertThat(folder.resolve("a.bin")).hasContent("0123456789");
    assertThat(asked).containsExactly("a.bin 0", "a.bin 4");
    assertThat(folder.resolveSibling("copy.parts")).doesNotExist();
  }

  @Test
  void bring_whatArrivedBeforeIsOfOtherBytes_asksForAll() throws IOException {
    Opened other =
        offset ->
            new SequenceInputStream(
                new ByteArrayInputStream("xxxx".getBytes(StandardCharsets.UTF_8)), failing());
    assertThatThrownBy(() -> bring(file("a.bin", "0123456789", other)))
        .hasMessage("a.bin: the store is gone");

    bring(file("a.bin", "0123456789", of("0123456789")));

    assertThat(folder.resolve("a.bin")).hasContent("0123456789");
    assertThat(asked).containsExactly("a.bin 0", "a.bin 4", "a.bin 0");
  }

  @Test
  void bring_alteredFile_isToldAndLeavesNothing() {
    assertThatThrownBy(() -> bring(file("a.bin", "0123456789", of("other"))))
        .isInstanceOf(BadDataException.class)
        .hasMessage("a.bin: was altered");
    assertThat(folder).isEmptyDirectory();
    assertThat(folder.resolveSibling("copy.parts")).isEmptyDirectory();
  }

  @Test
  void bring_twoFiles_comeAtTheSameTime() throws IOException {
    CountDownLatch both = new CountDownLatch(2);
    Opened together =
        offset -> {
          both.countDown();
          try {
            both.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return of("x").from(offset);
        };

    bring(file("d/a", "x", together), file("d/b", "x", together));

    assertThat(folder.resolve("d/a")).hasContent("x");
    assertThat(folder.resolve("d/b")).hasContent("x");
  }

  @Test
  void bring_oneCopyIsStillComing_anotherDoesNotWaitForIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    Opened slow =
        offset -> {
          begun.countDown();
          try {
            other.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return of("x").from(offset);
        };
    AtomicReference<Path> made = new AtomicReference<>();
    Thread first =
        new Thread(
            () -> {
              try {
                made.set(bring(file("a", "x", slow)));
              } catch (IOException e) {
                made.set(Path.of(e.toString()));
              }
            });
    first.start();
    begun.await();

    Path second = folder.resolveSibling("second");
    new CopyFolder(second, List.of(file("b", "y", of("y"))), remark -> {}).bring();
    other.countDown();
    first.join();

    assertThat(second.resolve("b")).hasContent("y");
    assertThat(made).hasValue(folder);
  }
}
