package org.shoestring.train.curve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.store.local.EmptyFolders;
import org.shoestring.store.object.ObjectStore;

/**
 * Where a learning curve lies: {@code PREFIX/ATTEMPT/PIECE.tsv}, with six digits for attempt and
 * piece, and {@code PREFIX/ATTEMPT/_newest.tsv}.
 *
 * @param prefix the folder of the curve in the store: {@code _curves/KEY}
 */
public record CurvePlace(ObjectStore store, String prefix) {
  /** Where those of all trainings of a workspace lie, in a folder for each key. */
  public static final String ROOT = "_curves/";

  private static final Pattern OWN = Pattern.compile("[0-9]{6}/(?:[0-9]{6}|_newest)\\.tsv");
  private static final Pattern PIECE = Pattern.compile("/([0-9]{6})/([0-9]{6})\\.tsv");

  /** What to do about a file that is wrong. */
  static final String CURE = "delete it: only this part of the learning curve is lost";

  /** Whether an object is part of a curve, by its name below the curve's folder. */
  public static boolean isOurs(String rest) {
    return OWN.matcher(rest).matches();
  }

  /** The name of a piece, which is counted from 1. */
  String piece(int attempt, int number) {
    return folder(attempt) + String.format(Locale.ROOT, "%06d.tsv", number);
  }

  /** The name of the file of newest values. */
  String newest(int attempt) {
    return folder(attempt) + "_newest.tsv";
  }

  private String folder(int attempt) {
    return prefix + String.format(Locale.ROOT, "/%06d/", attempt);
  }

  /** The numbers of the pieces that are there, by attempt. */
  NavigableMap<Integer, SortedSet<Integer>> pieces() throws IOException {
    NavigableMap<Integer, SortedSet<Integer>> pieces = new TreeMap<>();
    store.forEach(
        prefix + "/",
        object -> {
          Matcher name = PIECE.matcher(object.name().substring(prefix.length()));
          if (name.matches()) {
            pieces
                .computeIfAbsent(Integer.valueOf(name.group(1)), unused -> new TreeSet<>())
                .add(Integer.valueOf(name.group(2)));
          }
        });
    return pieces;
  }

  /**
   * Deletes parts of curves, with the folders that become empty on a disk.
   *
   * @param names in a store that has the curves of many trainings
   */
  public static void delete(ObjectStore store, List<String> names) throws IOException {
    store.deleteAll(names);
    Optional<Path> all = store.file(ROOT + "x").map(Path::getParent);
    EmptyFolders.remove(store, names, folder -> all.equals(Optional.of(folder)));
  }

  /** It for messages. */
  String shown() {
    return store.location() + "/" + prefix;
  }
}
