package org.shoestring.experiment.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.FolderWalk;
import org.shoestring.spec.UsageException;

/**
 * The files that are part of what a command does: those that it names, and those that its user
 * names for it. Interpreters and what else the machine has are not, wherever a link to them lies.
 */
public final class WatchedFiles {
  private static final String WILD = "*?[{";

  private final Path folder;
  private final @Nullable Path apart;
  private final CommandFiles named;
  private final SortedMap<String, Path> files = new TreeMap<>();

  /** What the files seem to use: looking for that reads each of them. */
  private @Nullable Map<Path, Path> used;

  /**
   * The files that a command names.
   *
   * @param folder of the experiment, absolute
   * @param apart a folder whose files are never watched, such as a workspace, unless the experiment
   *     lies in it
   */
  public WatchedFiles(Path folder, Path apart, CommandFiles named) throws IOException {
    this.folder = folder;
    this.apart = folder.startsWith(apart) ? null : apart;
    this.named = named;
    addNamed();
  }

  /**
   * The files by their path relative to the folder, or as they were named if they lie elsewhere.
   */
  public SortedMap<String, Path> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  /** What the command names. */
  public CommandFiles named() {
    return named;
  }

  private void addNamed() throws IOException {
    for (Path file : named.files()) {
      if (isOurs(file)) {
        put(file);
      }
    }
    for (Path tree : named.packages()) {
      if (tree.startsWith(folder) && isOurs(tree)) {
        for (Path file : FileTree.ofPackage(tree, apart, folder)) {
          put(file);
        }
      }
    }
  }

  /**
   * Watches a file, the files of a folder, or those that match a pattern.
   *
   * @param where what names it, for messages
   */
  public void add(String where, String name) throws IOException {
    Path path = folder.resolve(name).normalize();
    if (Files.isDirectory(path)) {
      addAll(where, name, FileTree.files(path, apart));
    } else if (Files.isRegularFile(path)) {
      put(path.startsWith(folder) ? label(path) : name, path);
    } else if (name.chars().anyMatch(c -> WILD.indexOf(c) >= 0)) {
      addAll(where, name, matching(where, name));
    } else {
      throw new UsageException(where + ": files: there is no file '" + path + "'");
    }
  }

  private void addAll(String where, String name, List<Path> found) {
    if (found.isEmpty()) {
      throw new UsageException(where + ": files: nothing matches '" + name + "' in " + folder);
    }
    found.forEach(this::put);
  }

  private List<Path> matching(String where, String pattern) throws IOException {
    int wild = 0;
    while (WILD.indexOf(pattern.charAt(wild)) < 0) {
      wild++;
    }
    Path root = folder.resolve(pattern.substring(0, pattern.lastIndexOf('/', wild) + 1));
    PathMatcher matcher;
    try {
      String rest = pattern.substring(pattern.lastIndexOf('/', wild) + 1);
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          where + ": files: the pattern '" + pattern + "' has an unclosed bracket or brace");
    }
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    Path base = root.normalize();
    List<Path> found = new ArrayList<>();
    for (Path file : FileTree.files(base, apart)) {
      if (matcher.matches(base.relativize(file))) {
        found.add(file);
      }
    }
    return found;
  }

  private void put(Path file) {
    put(label(file), file);
  }

  private synchronized void put(String label, Path file) {
    files.put(label, file);
    used = null;
  }

  private String label(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** Whether the file is part of the experiment, rather than of the machine. */
  private boolean isOurs(Path file) throws IOException {
    if (apart != null && file.startsWith(apart)) {
      return false;
    }
    for (Path at = file; at != null && at.startsWith(folder) && !at.equals(folder); ) {
      if (FileTree.isEnvironment(at)) {
        return false;
      }
      at = at.getParent();
    }
    return file.toRealPath().startsWith(folder.toRealPath()) || !isNative(file);
  }

  /** Whether a file is a program for a processor, such as an interpreter. */
  private static boolean isNative(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(4);
      int magic = 0;
      for (byte b : begin) {
        magic = magic << 8 | (b & 0xFF);
      }
      return NATIVE.contains(magic);
    }
  }

  /** How programs of Linux and of macOS begin. */
  private static final List<Integer> NATIVE =
      List.of(0x7F454C46, 0xCFFAEDFE, 0xFEEDFACF, 0xCAFEBABE);

  /**
   * Programs and other files that watched ones seem to use, and that are not watched: each with one
   * of those.
   */
  public Map<String, String> unwatched() throws IOException {
    Map<String, String> unwatched = new TreeMap<>();
    used().forEach((file, by) -> unwatched.put(label(file), label(by)));
    return unwatched;
  }

  /** The files of those that are not in folders. */
  public List<Path> usedFiles() throws IOException {
    return used().keySet().stream().filter(Files::isRegularFile).toList();
  }

  private synchronized Map<Path, Path> used() throws IOException {
    if (used == null) {
      used = ProgramFiles.used(files.values(), folder, named.folders());
      for (Path program : List.copyOf(used.keySet())) {
        if (!isOurs(program)) {
          used.remove(program);
        }
      }
    }
    return used;
  }

  /** Folders that a command names, and of whose files none is watched, or seems to be used. */
  public List<String> unwatchedFolders() throws IOException {
    List<Path> known = new ArrayList<>(files.values());
    known.addAll(used().keySet());
    List<String> unwatched = new ArrayList<>();
    for (Path at : named.folders()) {
      boolean below = at.startsWith(folder) && isOurs(at) && !FileTree.isSkipped(at);
      if (below && known.stream().noneMatch(file -> file.startsWith(at)) && hasFile(at)) {
        unwatched.add(label(at));
      }
    }
    return unwatched;
  }

  /**
   * Folders below that of the experiment that the command names, or writes files to: it may need
   * them though they are empty.
   */
  public Set<String> folders() throws IOException {
    Set<String> needed = new TreeSet<>();
    List<Path> all = new ArrayList<>(named.folders());
    all.addAll(named.writtenIn());
    for (Path at : all) {
      if (at.startsWith(folder) && !at.equals(folder) && isOurs(at) && !FileTree.isSkipped(at)) {
        needed.add(label(at));
      }
    }
    return needed;
  }

  private static boolean hasFile(Path folder) throws IOException {
    for (Path entry : FolderWalk.entries(folder)) {
      if (!String.valueOf(entry.getFileName()).startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
