package org.shoestring.cli.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.argument.TargetFile;
import org.shoestring.convert.Import;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.tsv.codec.Codec;

/** Bad records beside the file that they did not get into; made when the first one comes. */
final class RejectedFile implements Import.Rejects, Closeable {
  private final Stores stores;
  private final String name;
  private final boolean force;
  private final boolean stdout;
  private @Nullable TargetFile file;

  /**
   * The rejects of a target; stdout has none.
   *
   * @param force whether those of an earlier import are replaced
   */
  RejectedFile(Stores stores, String target, boolean force) {
    this.stores = stores;
    String ending = Codec.ofFile(target).map(codec -> "." + codec.extension()).orElse("");
    this.name = target + ".rejected.tsv" + ending;
    this.force = force;
    this.stdout = target.equals(TargetFile.STDOUT);
  }

  @Override
  public void add(String line) throws IOException {
    TargetFile open = file;
    if (open == null) {
      open = TargetFile.open(stores, name, force);
      file = open;
    }
    open.out().write(line.getBytes(UTF_8));
  }

  /** Makes the file, if there are rejects; else removes an older one that would be replaced. */
  void finish(long lines) throws IOException {
    if (file != null) {
      file.finish(TargetFile.lines(lines));
    } else if (force && !stdout) {
      ObjectName old = ObjectName.of(name);
      stores.at(old.folder()).delete(old.name());
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
