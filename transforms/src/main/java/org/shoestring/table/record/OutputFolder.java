package org.shoestring.table.record;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.spec.Shown;
import org.shoestring.store.object.StoredObject;

/** Tells what the objects in the folders of outputs are, by their names alone. */
public final class OutputFolder {
  /** The folder, in that of an output, of what those ask who would remove it. */
  public static final String REMOVAL_FOLDER = "_removal/";

  /** Where the folders of outputs lie in a workspace. */
  public static final String OUTPUTS = "outputs/";

  private static final Pattern NAME =
      Pattern.compile("(" + FactLine.OUTPUT.pattern() + ")(?:\\.[1-9][0-9]{0,8})?");
  private static final Pattern LOCATION = Pattern.compile("(|.*/)" + OUTPUTS + "([^/]+)/*");
  private static final Pattern GENERATION = Pattern.compile("(.*)\\.([1-9][0-9]{0,8})");
  private static final Pattern CONTENT =
      Pattern.compile(
          "(?:[^/]+/)?part-[0-9]{5,9}-[0-9]{5,9}-[0-9a-f]{16}\\.tsv\\.(?:gz|bz2)"
              + "|_files/[0-9a-f]{16}/.+");
  private static final Pattern RECORD = Pattern.compile("_parts/[^/]+\\.tsv|_log/.+");

  private OutputFolder() {}

  /**
   * What an object is to its output, in the order in which they must go: each tells that those
   * after it are there.
   */
  public enum Role {
    /** The manifest. */
    MANIFEST,
    /** What units of work left beside it. */
    RECORD,
    /** A shard or a file: part of the output if its manifest names it. */
    CONTENT,
    /** What says that it is removed, and stays for ever. */
    REMOVAL,
    /** Nothing that this program writes. */
    FOREIGN
  }

  /**
   * An object in the folder of an output.
   *
   * @param output {@code TYPE-KEY}
   * @param folder the same, with the number of the generation
   * @param rest its name in that folder
   */
  public record Member(String output, String folder, String rest, Role role, StoredObject object) {}

  /**
   * Where the folder of an output lies.
   *
   * @param workspace its location
   * @param folder {@code TYPE-KEY}, or with the number of the generation
   */
  record Place(String workspace, String folder) {
    String output() {
      return OutputFolder.output(folder);
    }
  }

  /** The place of a location; empty if it is not the folder of an output in a workspace. */
  static Optional<Place> place(String location) {
    Matcher place = LOCATION.matcher(location);
    return place.matches() && isOutput(place.group(2))
        ? Optional.of(new Place(workspace(place.group(1)), place.group(2)))
        : Optional.empty();
  }

  private static String workspace(String before) {
    return before.length() > 1 ? before.substring(0, before.length() - 1) : before + ".";
  }

  /** Whether a name is that of an output's folder: {@code TYPE-KEY}, or with a generation. */
  public static boolean isOutput(String folder) {
    return NAME.matcher(folder).matches();
  }

  /** {@code TYPE-KEY} for the name of an output's folder; any other name as it is. */
  public static String output(String folder) {
    Matcher name = NAME.matcher(folder);
    return name.matches() ? name.group(1) : folder;
  }

  /** The name of the folder of the generation after that of a folder. */
  public static String next(String folder) {
    Matcher name = GENERATION.matcher(folder);
    return name.matches()
        ? name.group(1) + "." + (Integer.parseInt(name.group(2)) + 1)
        : folder + ".1";
  }

  /** What an object of a workspace is to an output; empty if it lies in no output's folder. */
  public static Optional<Member> member(StoredObject object) {
    String[] parts = object.name().split("/", 3);
    if (parts.length < 3 || !object.name().startsWith(OUTPUTS)) {
      return Optional.empty();
    }
    Matcher name = NAME.matcher(parts[1]);
    return name.matches()
        ? Optional.of(new Member(name.group(1), parts[1], parts[2], role(parts[2]), object))
        : Optional.empty();
  }

  private static Role role(String rest) {
    if (rest.equals(Manifest.NAME)) {
      return Role.MANIFEST;
    }
    if (rest.startsWith(REMOVAL_FOLDER)) {
      return Role.REMOVAL;
    }
    if (CONTENT.matcher(rest).matches()) {
      return Role.CONTENT;
    }
    return RECORD.matcher(rest).matches() ? Role.RECORD : Role.FOREIGN;
  }

  /**
   * What to do about an object that is damaged in an output that was not removed.
   *
   * @param folder the location of the output
   */
  public static String cure(String folder) {
    return place(folder)
        .map(
            place ->
                "restore it, or run again after this command: shoestring gc "
                    + Shown.word(place.workspace())
                    + " "
                    + place.folder())
        .orElse("restore it, or delete " + folder + " to make it again");
  }
}
