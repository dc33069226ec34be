package org.shoestring.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.Recipe;
import org.shoestring.tsv.TsvFormat;
import org.shoestring.tsv.codec.Codec;

/** A location for the outputs of any number of experiments, all in one compression. */
public final class Workspace {
  private static final String FILE = "_workspace.tsv";

  private final Stores stores;
  private final String where;
  private final String location;
  private final Codec codec;
  private final int level;
  private boolean made;

  private Workspace(Stores stores, String where, String location, Codec codec, int level) {
    this.stores = stores;
    this.where = where;
    this.location = location;
    this.codec = codec;
    this.level = level;
  }

  /**
   * Opens a workspace, which need not be made yet; nothing is written.
   *
   * @param where what asks for this compression, for messages
   * @throws UsageException if it holds outputs of another compression or of a newer version
   */
  public static Workspace open(Stores stores, String where, String location, Codec codec, int level)
      throws IOException {
    Workspace workspace = new Workspace(stores, where, location, codec, level);
    workspace.made = workspace.isThere();
    return workspace;
  }

  /**
   * Makes the workspace, if it is new.
   *
   * @throws UsageException if others have just made it, in another compression
   */
  public synchronized Workspace make() throws IOException {
    if (!made) {
      String text =
          Recipe.FORMAT.replace(' ', '\t') + "\n" + TsvFormat.line("codec", codec.token());
      made = store().create(FILE, text.getBytes(StandardCharsets.UTF_8)) || isThere();
    }
    return this;
  }

  private boolean isThere() throws IOException {
    Optional<FactFile> found = read(store());
    if (found.isPresent()) {
      check(found.get());
    } else if (!Location.isRemote(location) && Files.isRegularFile(Path.of(location))) {
      throw new StoreException(
          location + ": this is a file, but a workspace is a folder; choose another place", null);
    }
    return found.isPresent();
  }

  /** Whether a store is a workspace. */
  public static boolean isAt(ObjectStore store) throws IOException {
    return read(store).isPresent(); // Unlike a look, it tells a bucket that is not there.
  }

  private void check(FactFile file) {
    if (!file.text().startsWith(Recipe.FORMAT.replace(' ', '\t') + "\n")) {
      throw new UsageException(
          file.name()
              + ": does not begin with '"
              + Recipe.FORMAT
              + "', so it is from another version of Shoestring; use another workspace");
    }
    List<String> codecs = new ArrayList<>();
    file.forEach(
        line -> {
          if (line.type().equals("codec")) {
            codecs.add(line.with(1).codec(1).token());
          }
        });
    if (file.text().lines().count() != 2 || codecs.size() != 1) {
      throw file.wrong(2, "expected one line 'codec NAME'");
    }
    String held = codecs.get(0);
    if (!held.equals(codec.token())) {
      throw new UsageException(
          where
              + ": compression is "
              + codec.token()
              + ", but the workspace "
              + store().location()
              + " holds "
              + held
              + "; a workspace has only one compression. Write compression: "
              + held
              + ", or choose another workspace");
    }
  }

  private static Optional<FactFile> read(ObjectStore store) throws IOException {
    return FactFile.read(store, FILE, "the file was altered: restore it, or use another workspace");
  }

  /** What opened it, and opens whatever its stages read. */
  public Stores stores() {
    return stores;
  }

  /** The folder of this machine for its programs: local copies, checkpoints, what they say. */
  public Path workFolder() {
    return output("").workFolder();
  }

  public String location() {
    return location;
  }

  public Codec codec() {
    return codec;
  }

  public ObjectStore store() {
    return stores.at(location);
  }

  /**
   * The output of a recipe, whether it exists or not, in the folder of its first generation: {@link
   * Output#locate} tells where it is now.
   */
  public Output output(Recipe recipe) {
    return output(recipe.outputName());
  }

  /** The output of that name, {@code TYPE-KEY}, likewise. */
  public Output output(String name) {
    return Output.in(stores, location, name, codec, level);
  }
}
