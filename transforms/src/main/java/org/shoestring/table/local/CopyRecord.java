package org.shoestring.table.local;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.FileIdentity;
import org.shoestring.table.record.FactFile;
import org.shoestring.tsv.TsvFormat;

/**
 * What the files of a local copy were when it was made: a TSV file beside the copy's folder, by
 * which a program's changes to the copy are noticed without reading it.
 *
 * @param id another one each time the copy had to be mended
 * @param files by their paths in the copy
 * @param mended the paths that were mended last
 */
public record CopyRecord(String id, Map<String, CopiedFile> files, List<String> mended) {
  private static final String ENDING = ".copy.tsv";

  public CopyRecord {
    files = new TreeMap<>(files);
    mended = List.copyOf(mended);
  }

  /**
   * A file as it was copied.
   *
   * @param version its {@link FileIdentity}, but for the length
   */
  public record CopiedFile(long bytes, String version, String sha256) {

    /** A file as it is now. */
    public static CopiedFile of(Path file, String sha256) throws IOException {
      FileIdentity now = FileIdentity.of(file, LinkOption.NOFOLLOW_LINKS);
      return new CopiedFile(now.bytes(), now.version(), sha256);
    }

    /** Whether a file was left alone since. */
    public boolean isStill(Path file) throws IOException {
      try {
        return of(file, sha256).equals(this);
      } catch (FileSystemException e) {
        return false; // It is gone, or a folder on the way to it is.
      }
    }
  }

  /** The record of a copy; empty if none was finished, or it is damaged. */
  public static Optional<CopyRecord> of(Path folder) throws IOException {
    Path path = file(folder);
    try {
      FactFile text = new FactFile(path.toString(), Files.readString(path), "");
      text.checkSeal(name(path));
      return Optional.of(parse(text.unsealed()));
    } catch (NoSuchFileException | CharacterCodingException | BadDataException e) {
      return Optional.empty(); // The copy is compared with its hashes and recorded anew.
    }
  }

  private static CopyRecord parse(FactFile text) {
    List<String> ids = new ArrayList<>();
    Map<String, CopiedFile> files = new TreeMap<>();
    List<String> mended = new ArrayList<>();
    text.forEach(
        line -> {
          switch (line.type()) {
            case "copy" -> ids.add(line.with(1).word(1));
            case "mended" -> mended.add(line.with(1).path(1));
            case "file" ->
                files.put(
                    line.with(4).path(1),
                    new CopiedFile(line.count(2), line.text(3), line.sha256(4)));
            default -> throw new IllegalArgumentException("unknown type");
          }
        });
    if (ids.size() != 1) {
      throw new BadDataException(text.name() + ": has no id");
    }
    return new CopyRecord(ids.get(0), files, mended);
  }

  /** Writes the record of a copy, whole or not at all. */
  public void write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder(TsvFormat.line("copy", id));
    mended.forEach(path -> text.append(TsvFormat.line("mended", path)));
    files.forEach(
        (path, file) ->
            text.append(
                TsvFormat.line(
                    "file", path, Long.toString(file.bytes()), file.version(), file.sha256())));
    Path part = folder.resolveSibling(folder.getFileName() + ENDING + ".part");
    Files.writeString(part, FactFile.sealed(name(file(folder)), text.toString()));
    Files.move(part, file(folder), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Has it forgotten: what the folder has from now on is no copy of all. */
  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(file(folder));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Path file(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ENDING);
  }

  /** Whether a file is one that Python makes, checks and replaces as it likes. */
  private static boolean isPythonCache(Path path) {
    for (Path part : path) {
      if (part.toString().equals("__pycache__")) {
        return true;
      }
    }
    return false;
  }

  /** The recorded files that are not what they were: changed, touched or gone. */
  public List<String> touched(Path folder) throws IOException {
    List<String> touched = new ArrayList<>();
    for (Map.Entry<String, CopiedFile> file : files.entrySet()) {
      Path path = Path.of(file.getKey());
      if (!isPythonCache(path) && !file.getValue().isStill(folder.resolve(path))) {
        touched.add(file.getKey());
      }
    }
    return touched;
  }

  /**
   * Files and folders of a copy that do not belong to it, but nothing within such a folder, and not
   * what Python keeps of the modules that it imported.
   */
  public static List<String> strangers(Path folder, Set<String> own) throws IOException {
    Set<String> folders = new HashSet<>();
    for (String path : own) {
      for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        folders.add(path.substring(0, end));
      }
    }
    Set<String> strangers = new TreeSet<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path found, BasicFileAttributes about) {
            String path = path(found);
            if (path.isEmpty() || folders.contains(path)) {
              return FileVisitResult.CONTINUE;
            }
            add(found);
            return FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path found, BasicFileAttributes about) {
            if (!own.contains(path(found))) {
              add(found);
            }
            return FileVisitResult.CONTINUE;
          }

          private void add(Path found) {
            if (!isPythonCache(folder.relativize(found))) {
              strangers.add(path(found));
            }
          }

          @Override
          public FileVisitResult visitFileFailed(Path found, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // A program removed it just now.
            }
            throw e;
          }

          private String path(Path found) {
            return folder
                .relativize(found)
                .toString()
                .replace(found.getFileSystem().getSeparator(), "/");
          }
        });
    return List.copyOf(strangers);
  }
}
