package org.shoestring.train.stream;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.shoestring.files.ProcessLock;
import org.shoestring.table.local.ShardFiles;
import org.shoestring.tsv.TsvFormat;

/**
 * The folder of a streamed table, which the command reads, as it and this process agree on it:
 *
 * <pre>
 * _manifest.tsv       that of the table, as in a copy of it
 * part-....tsv.gz     the shards that are there at the moment
 * part-read-this-folder-with-shoestring_data.py.tsv.gz   no gzip: what others fail on tells the cure
 * _stream/lock        locked while the folder is served
 * _stream/about.tsv   how many shards lie here at most; written last, so that all else is there
 * _stream/opened      made by a process that reads the folder as a stream
 * _stream/error       why nothing can be fetched any more; processes that wait fail with this text
 * _stream/want/ID     what a reading process wants, see {@link WantFile}
 * </pre>
 */
final class StreamFolder implements Closeable {
  /** The program that reads it, for messages. */
  static final String READER = "shoestring_data.py";

  private static final String STREAM = "_stream";
  private static final String NOTICE = "part-read-this-folder-with-" + READER;

  private final Path folder;
  private final ProcessLock lock;
  private final Set<String> begun;

  private StreamFolder(Path folder, ProcessLock lock, Set<String> begun) {
    this.folder = folder;
    this.lock = lock;
    this.begun = begun;
  }

  /**
   * Makes the folder, which has no shards then.
   *
   * @param bound how many shards may lie there
   */
  static StreamFolder open(ShardFiles files, int bound) throws IOException {
    Set<String> begun = files.prepare(bound);
    Path stream = files.folder().resolve(STREAM);
    Files.createDirectories(stream.resolve("want"));
    Files.writeString(
        files.folder().resolve(NOTICE + files.ending()),
        "This folder is a stream: its shards come and go while a program reads them with "
            + READER
            + ". Read it with that, or remove 'data: stream' from the stage to have all shards here"
            + " as files.\n");
    ProcessLock lock = ProcessLock.take(stream.resolve("lock"));
    StreamFolder opened = new StreamFolder(stream, lock, begun);
    try {
      opened.write("about.tsv", TsvFormat.line("shards", Integer.toString(bound)));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
    return opened;
  }

  /** The shards that an earlier process has left, whole or in part, to be fetched to their end. */
  Set<String> begun() {
    return begun;
  }

  WantFolder wants() {
    return new WantFolder(folder.resolve("want"));
  }

  /** Whether any process has read it as a stream. */
  boolean isOpened() {
    return Files.exists(folder.resolve("opened"));
  }

  /** Tells waiting processes that nothing comes any more. */
  void fail(String why) throws IOException {
    write("error", why + "\n");
  }

  private void write(String name, String text) throws IOException {
    Path part = folder.resolve("." + name);
    Files.writeString(part, text);
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Gives it up: processes that wait notice it. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
