package org.shoestring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.files.FolderWalk;

/** The names of checkpoints that are on the storage: of those that have a manifest. */
public final class SavedNames {
  private static final Pattern NAME = Pattern.compile("(?m)^name\\t(.+)$");
  private static final Pattern STEP = Pattern.compile("step-([0-9]+)(?:\\.pt)?");

  private SavedNames() {}

  /** The names in a workspace; some of them may be missing while others are removed. */
  public static Set<String> in(Path workspace) throws IOException {
    Set<String> names = new TreeSet<>();
    try {
      FolderWalk.files(
          workspace.resolve("_checkpoints"),
          file -> {
            if (file.toString().endsWith(".tsv")) {
              Matcher name = NAME.matcher(Files.readString(file));
              while (name.find()) {
                names.add(name.group(1));
              }
            }
          });
    } catch (NoSuchFileException e) {
      return names; // A file was removed just now.
    }
    return names;
  }

  /** The highest step of those that are called {@code step-N}; 0 if there is none. */
  static int highestStep(Path workspace) throws IOException {
    int highest = 0;
    for (String name : in(workspace)) {
      Matcher step = STEP.matcher(name);
      highest = step.matches() ? Math.max(highest, Integer.parseInt(step.group(1))) : highest;
    }
    return highest;
  }
}
