package org.shoestring.experiment.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.shell.ShellText;

/** The words of one command, and what is known of the programs that they start. */
final class CommandWords {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
  private static final Set<String> ASSIGNING =
      Set.of("export", "declare", "typeset", "local", "readonly", "eval", "for");

  private static final Pattern SHELL = Pattern.compile("(.*/)?(ba|da|z|k|a)?sh");
  private static final Pattern TEXT_FOLLOWS = Pattern.compile("-[a-z]*c");

  /** Programs that do not read the files that they are given. */
  private static final Set<String> WRITING = Set.of("tee", "rm", "mkdir", "rmdir", "touch");

  /** Programs that write the last file that they are given. */
  private static final Set<String> COPYING = Set.of("cp", "mv", "ln", "install", "rsync");

  /** What an option is called whose value is a file that is written. */
  private static final Pattern OUTPUT =
      Pattern.compile(
          "--?(o|O|((train|valid|test|dev|eval|error|tensorboard|tb|model|metrics)[-_])?"
              + "(out|output|log|save)([-_]?(file|path|dir|folder|to|name|model|prefix))?"
              + "|logging[-_]?(file|path|dir|folder))");

  private static final Pattern PYTHON = Pattern.compile("(.*/)?(python|pypy)[0-9.]*");

  private static final Pattern CONFIG =
      Pattern.compile("(?:--config-name|-cn)(?:=(.*))?", Pattern.DOTALL);

  /** Files that programs read though no word names them. */
  private static final Map<String, List<String>> UNNAMED =
      Map.ofEntries(
          Map.entry("make", List.of("GNUmakefile", "makefile", "Makefile")),
          Map.entry("snakemake", List.of("Snakefile", "workflow/Snakefile")),
          Map.entry("just", List.of("justfile", "Justfile")),
          Map.entry("rake", List.of("Rakefile")),
          Map.entry("cmake", List.of("CMakeLists.txt")),
          Map.entry("node", List.of("package.json")),
          Map.entry("npm", List.of("package.json", "package-lock.json")),
          Map.entry("npx", List.of("package.json", "package-lock.json")),
          Map.entry("yarn", List.of("package.json", "yarn.lock")),
          Map.entry("uv", List.of("pyproject.toml", "uv.lock")),
          Map.entry("poetry", List.of("pyproject.toml", "poetry.lock")),
          Map.entry("pdm", List.of("pyproject.toml", "pdm.lock")),
          Map.entry("hatch", List.of("pyproject.toml")),
          Map.entry("pixi", List.of("pixi.toml", "pixi.lock")),
          Map.entry("pipenv", List.of("Pipfile", "Pipfile.lock")),
          Map.entry("cargo", List.of("Cargo.toml", "Cargo.lock")),
          Map.entry("go", List.of("go.mod", "go.sum")),
          Map.entry("julia", List.of("Project.toml", "Manifest.toml")),
          Map.entry("Rscript", List.of("renv.lock")),
          Map.entry("dvc", List.of("dvc.yaml", "params.yaml")),
          Map.entry("mlflow", List.of("MLproject")),
          Map.entry("docker", List.of("Dockerfile")),
          Map.entry("deepspeed", List.of(".deepspeed_env")));

  private final List<String> words = new ArrayList<>();

  CommandWords() {}

  CommandWords(List<String> words) {
    this.words.addAll(words);
  }

  void add(String word) {
    if (!words.isEmpty() || !ShellText.LEADING.contains(word)) {
      words.add(word);
    }
  }

  List<String> all() {
    return words;
  }

  /** Where the words behind the assignments begin. */
  int first() {
    return first(0);
  }

  /** Where they end that begin at a word. */
  int first(int from) {
    int first = from;
    while (first < words.size() && ASSIGNMENT.matcher(words.get(first)).matches()) {
      first++;
    }
    return first;
  }

  /** The program; empty if there is none. */
  String program() {
    int first = first();
    return first < words.size() ? words.get(first) : "";
  }

  /** The words behind the program that are no options. */
  List<String> operands() {
    return words.stream().skip(first() + 1L).filter(word -> !word.startsWith("-")).toList();
  }

  /** Whether what is assigned holds for the next commands too. */
  boolean isAssigning() {
    return program().isEmpty() || ASSIGNING.contains(program());
  }

  /** What the words assign, for this command or for the next ones too. */
  Map<String, String> assigned() {
    Map<String, String> assigned = new LinkedHashMap<>();
    for (String word : words) {
      Matcher assignment = ASSIGNMENT.matcher(word);
      if (assignment.matches()) {
        assigned.put(assignment.group(1), assignment.group(2));
      }
    }
    return assigned;
  }

  /** The variable of a loop, which has several values. */
  Optional<String> looped() {
    return program().equals("for") && !operands().isEmpty()
        ? Optional.of(operands().get(0))
        : Optional.empty();
  }

  /** The files that the command writes or removes, though no option says so. */
  List<String> written() {
    List<String> operands = operands();
    if (WRITING.contains(program())) {
      return operands;
    }
    return COPYING.contains(program()) && operands.size() > 1
        ? operands.subList(operands.size() - 1, operands.size())
        : List.of();
  }

  /** Whether a word is the value of an option for a file that is written. */
  boolean isOutput(int word) {
    int equals = words.get(word).indexOf('=');
    return OUTPUT.matcher(equals < 0 ? "" : words.get(word).substring(0, equals)).matches()
        || (word > 0 && OUTPUT.matcher(words.get(word - 1)).matches() && !isForPython(word - 1));
  }

  /** Whether an option is one of the interpreter, before a program: {@code python3 -u -O x.py}. */
  private boolean isForPython(int option) {
    int before = option;
    while (before >= 0 && words.get(before).startsWith("-")) {
      before--;
    }
    return before >= 0 && PYTHON.matcher(words.get(before)).matches();
  }

  /** Whether a word is a text for a shell. */
  boolean isForShell(int word) {
    boolean shell = words.stream().limit(word).anyMatch(w -> SHELL.matcher(w).matches());
    return program().equals("eval")
        || (shell && word > 0 && TEXT_FOLLOWS.matcher(words.get(word - 1)).matches());
  }

  /** Moves to another folder, if that is what the command does. */
  boolean movesTo(WorkingFolder place, NamedFiles named, Variables variables) {
    @Nullable Path at = place.at();
    Optional<String> operand = operands().stream().findFirst().map(word -> variables.in(word, at));
    switch (program()) {
      case "cd" -> {
        if (words.get(words.size() - 1).equals("-")) {
          place.moveBack();
        } else {
          place.move(operand.map(word -> named.changed(at, word)).orElse(null));
        }
      }
      case "pushd" ->
          operand.ifPresentOrElse(word -> place.push(named.changed(at, word)), place::swap);
      case "popd" -> place.pop();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Files that the command reads though it does not name them. */
  List<String> unnamedFiles() {
    return words.stream().flatMap(word -> UNNAMED.getOrDefault(word, List.of()).stream()).toList();
  }

  /** The files of settings that Hydra's options name, without their folder. */
  List<String> hydraConfigs(List<String> values) {
    List<String> configs = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Matcher config = CONFIG.matcher(values.get(i));
      if (config.matches()) {
        String next = i + 1 < values.size() ? values.get(i + 1) : "";
        String name = config.group(1) == null ? next : config.group(1);
        if (!name.isEmpty()) {
          configs.addAll(List.of(name, name + ".yaml", name + ".yml"));
        }
      }
    }
    return configs;
  }
}
