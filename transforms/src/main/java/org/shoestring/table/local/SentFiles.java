package org.shoestring.table.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.FileModes;
import org.shoestring.store.Stores;
import org.shoestring.store.object.HashedFile;
import org.shoestring.store.object.ParallelTransfers;
import org.shoestring.table.Output;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.StoredFile;
import org.shoestring.tsv.TsvFormat;

/**
 * Files of one machine that lie with an output in the making, for the programs that make it on
 * other machines: a reference that is sent to them. The files and their list are stored under their
 * hashes, as files of an output are. The manifest does not name them, so {@code gc} removes them
 * once the output is finished, and with the rest of it if it is given up.
 *
 * @param location of the output
 * @param bytes of the list
 * @param sha256 of the list, which has a line for each file, as a manifest has
 */
public record SentFiles(Stores stores, String location, long bytes, String sha256)
    implements Serializable {
  private static final String LIST = "_list.tsv";
  private static final int DIGITS = 16;

  /**
   * Puts files that are not there yet, several at a time.
   *
   * @param files by the paths that they have for the programs, each with its hash
   */
  public static SentFiles send(Output making, Map<String, HashedFile> files) throws IOException {
    StringBuilder lines = new StringBuilder();
    Map<StoredFile, HashedFile> stored = new LinkedHashMap<>();
    for (Map.Entry<String, HashedFile> file : files.entrySet()) {
      HashedFile from = file.getValue();
      boolean executable = FileModes.isExecutable(from.path());
      StoredFile to = new StoredFile(file.getKey(), from.bytes(), from.sha256(), executable);
      stored.put(to, from);
      lines.append(TsvFormat.line(to.line()));
    }
    byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
    SentFiles sent =
        new SentFiles(
            making.stores(),
            making.folder(),
            text.length,
            new Sha256().update(text, 0, text.length).hex());
    Set<String> there = making.files();
    List<Map.Entry<StoredFile, HashedFile>> missing = new ArrayList<>(stored.entrySet());
    missing.removeIf(file -> there.contains(file.getKey().object()));
    List<StoredFile> unused =
        ParallelTransfers.each(
            missing,
            file -> {
              making.sendFile(file.getKey(), file.getValue());
              return file.getKey();
            });
    if (!there.contains(sent.list().object())) { // Last: who finds it finds all.
      Path spool = making.newSpool();
      try {
        Files.write(spool, text);
        making.putFile(sent.list(), spool);
      } finally {
        Files.deleteIfExists(spool);
      }
    }
    return sent;
  }

  private StoredFile list() {
    return new StoredFile(LIST, bytes, sha256);
  }

  /** Names the content: that of two machines is the same. */
  public String id() {
    return sha256.substring(0, DIGITS);
  }

  /**
   * Makes a copy on this machine, which processes and threads share, or what is missing of it.
   * Programs may add files of their own, but get those of others restored that they change.
   *
   * @param remarks takes what had to be mended
   */
  public Path bring(Path folder, Consumer<String> remarks) throws IOException {
    List<CopyFolder.Wanted> wanted = new ArrayList<>();
    new FactFile(location + "/" + list().object(), text(), "run again")
        .forEach(line -> wanted.add(wanted(StoredFile.parse(line))));
    return new CopyFolder(folder, wanted, remarks, true).bring();
  }

  private CopyFolder.Wanted wanted(StoredFile file) {
    return new CopyFolder.Wanted(
        file.path(), file.sha256(), file.executable(), content(file, file.path()));
  }

  private StoredContent content(StoredFile file, String path) {
    return StoredContent.of(stores, location, file.stored(), path, true);
  }

  private String text() throws IOException {
    StoredContent content = content(list(), LIST);
    byte[] text;
    try (InputStream in = content.from(0)) {
      text = in.readNBytes((int) Math.min(bytes + 1, FactFile.MAX_BYTES));
    }
    if (!new Sha256().update(text, 0, text.length).hex().equals(sha256)) {
      throw content.altered();
    }
    return new String(text, StandardCharsets.UTF_8);
  }
}
