package org.shoestring.experiment.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The modules that the words of a command tell an interpreter to load, or that a program among its
 * words loads by its own: they are named without their endings, and found in several folders.
 */
final class CodeModules {
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}\\p{N}_]+)*");

  /** Python's {@code -m} among other letters, and what is joined to it. */
  private static final Pattern RUN = Pattern.compile("-[A-Za-z]*?m(.*)");

  /** Perl's {@code -MName}, Ruby's {@code -rname}. */
  private static final Pattern LOADED = Pattern.compile("-[Mmr]([\\w:./]+)(=.*)?");

  private static final Pattern TAKEN =
      Pattern.compile("\\b(?:use|require|require_relative)[\\s('\"]+([\\w:./]+)");

  private static final Pattern IMPORTS =
      Pattern.compile(
          "(?m)(?:^|[;:])[ \\t]*(?:from[ \\t]+([\\w.]+)[ \\t]+import\\b|import[ \\t]+([\\w., \\t]+))");

  private CodeModules() {}

  /** The modules of Python that a command runs: {@code -m package.module} in all its forms. */
  static List<String> run(List<String> words) {
    List<String> modules = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      Matcher run = RUN.matcher(word);
      if (word.equals("--module")) {
        modules.add(next);
      } else if (run.matches()) {
        modules.add(run.group(1).isEmpty() ? next : run.group(1));
      } else if (word.indexOf('.') > 0) {
        String module = word.replaceFirst("^.*=", "").replaceFirst(":.*", "");
        if (module.indexOf('.') > 0) {
          modules.add(module); // gunicorn app.main:app
        }
      }
    }
    modules.removeIf(module -> !NAME.matcher(module).matches());
    return modules;
  }

  /** The paths, without endings, of modules of other languages: {@code perl -MText::Words}. */
  static List<String> loaded(List<String> words) {
    List<String> paths = new ArrayList<>();
    for (String word : words) {
      Matcher loaded = LOADED.matcher(word);
      if (loaded.matches()) {
        paths.add(loaded.group(1).replace("::", "/"));
      }
    }
    return paths;
  }

  /** The same that a text takes in, if it is a program in one of those languages. */
  static List<String> taken(String text) {
    List<String> paths = new ArrayList<>();
    Matcher taken = TAKEN.matcher(text);
    while (taken.find()) {
      paths.add(taken.group(1).replace("::", "/"));
    }
    return paths;
  }

  /** The modules that a text imports, if it is a program in Python. */
  static List<String> imported(String text) {
    List<String> modules = new ArrayList<>();
    Matcher imports = IMPORTS.matcher(text);
    while (imports.find()) {
      if (imports.group(1) != null) {
        modules.add(imports.group(1));
      } else {
        for (String module : imports.group(2).split(",", -1)) {
          modules.add(module.strip().replaceFirst("\\s.*", ""));
        }
      }
    }
    modules.removeIf(module -> !NAME.matcher(module).matches());
    return modules;
  }

  /**
   * Where a module of Python lies below a folder: its file, or the folder of its whole package;
   * empty if it is not there.
   */
  static Optional<Path> find(Path root, String module) throws IOException {
    String path = module.replace('.', '/');
    Path file = root.resolve(path + ".py");
    Path inner = root.resolve(path);
    boolean dotted = module.indexOf('.') >= 0;
    if (Files.isRegularFile(file) && !dotted) {
      return Optional.of(file);
    }
    boolean there = dotted ? Files.isDirectory(inner) : ProgramFiles.hasPrograms(inner);
    return Files.isRegularFile(file) || there
        ? Optional.of(root.resolve(module.replaceFirst("\\..*", "")))
        : Optional.empty();
  }
}
