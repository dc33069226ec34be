package org.shoestring.table.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.shoestring.bytes.Sha256;
import org.shoestring.spec.Shown;
import org.shoestring.store.object.ImmutableObject;

/**
 * A file of an output of files.
 *
 * @param path as the program that made it named it, with {@code /}
 * @param executable whether its owner could run it
 */
public record StoredFile(String path, long bytes, String sha256, boolean executable) {
  /** The folder, in that of an output, of all of them. */
  public static final String FOLDER = "_files/";

  /** What its line begins with. */
  public static final String TYPE = "file";

  /** What the line of an executable file ends in; those of others end before. */
  private static final String EXECUTABLE = "x";

  /** A file that cannot be run. */
  public StoredFile(String path, long bytes, String sha256) {
    this(path, bytes, sha256, false);
  }

  /** Its object's name in the output's folder. */
  public String object() {
    return FOLDER + sha256.substring(0, 16) + "/" + path;
  }

  /** Its object in the output's folder, which never changes. */
  public ImmutableObject stored() {
    return new ImmutableObject(object(), bytes, sha256);
  }

  /** The hash of the content of files, in the order of their paths. */
  public static String digest(List<StoredFile> files) {
    Sha256 hash = new Sha256().frame("files");
    files.stream()
        .sorted(Comparator.comparing(StoredFile::path))
        .forEach(file -> hash.frame(file.path()).frame(file.content()));
    return hash.hex();
  }

  /** What a digest has of its content: whether it can be run decides what follows. */
  private String content() {
    return executable ? sha256 + EXECUTABLE : sha256;
  }

  /** Its line in a manifest. */
  public List<String> line() {
    List<String> line = new ArrayList<>(List.of(TYPE, path, Long.toString(bytes), sha256));
    if (executable) {
      line.add(EXECUTABLE);
    }
    return line;
  }

  /** The file of a line that {@link #line} made. */
  public static StoredFile parse(FactLine line) {
    boolean executable = line.fields().size() > 4;
    if (executable && !line.with(4).text(4).equals(EXECUTABLE)) {
      throw new IllegalArgumentException(
          "the line of a file ends in " + Shown.quoted(line.text(4)) + "; expected x or nothing");
    }
    FactLine whole = executable ? line : line.with(3);
    return new StoredFile(whole.path(1), whole.count(2), whole.sha256(3), executable);
  }
}
