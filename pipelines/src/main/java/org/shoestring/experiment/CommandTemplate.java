package org.shoestring.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.Version;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Glob;
import org.shoestring.table.Recipe;
import org.shoestring.train.LocalCopy;

/**
 * A shell command with placeholders: a stage, or a stage and a table, in braces stands for a local
 * copy of that output, reserved names for what the stage gives. A doubled opening brace is a brace;
 * a shell variable in braces, and braces around anything but a name, are left to the shell.
 */
final class CommandTemplate {
  /** A local copy of the stage's own input. */
  static final String INPUT = "input";

  /** The folder that the output is taken from. */
  static final String OUT = "out";

  /** The folder that outlives a killed command. */
  static final String CHECKPOINTS = "checkpoints";

  /** The experiment's seed. */
  static final String SEED = "seed";

  /** This program, started the way it was started. */
  static final String SHOESTRING = "shoestring";

  /** All of them: no stage can have such a name, since no command could name it. */
  static final List<String> RESERVED = List.of(INPUT, OUT, CHECKPOINTS, SEED, SHOESTRING);

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{|(?<!\\$)\\{([\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_.-]*)}");
  private static final Pattern WORD_BREAK = Pattern.compile("[\\s'\"|&;<>()=]+");

  private final String where;
  private final String text;
  private final List<String> files;
  private final Map<String, Reference> inputs = new LinkedHashMap<>();
  private final Set<String> used;

  private CommandTemplate(String where, String text, List<String> files, Set<String> used) {
    this.where = where;
    this.text = text;
    this.files = List.copyOf(files);
    this.used = Set.copyOf(used);
  }

  /**
   * Reads a template.
   *
   * @param own the reserved placeholders that this stage type gives
   * @param stages the names of all stages
   * @param files further files that decide what the command does
   */
  static CommandTemplate read(
      YamlNode node, List<String> own, Set<String> stages, List<String> files) {
    String text = node.text("command");
    List<String> known = new ArrayList<>(own);
    known.addAll(List.of(SEED, SHOESTRING));
    Set<String> used = new HashSet<>();
    Map<String, Reference> inputs = new LinkedHashMap<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (name == null) {
        continue;
      }
      if (known.contains(name)) {
        used.add(name);
        continue;
      }
      Reference reference = Reference.parse(node.where(), name);
      if (!stages.contains(reference.stage())) {
        known.addAll(stages);
        throw new UsageException(
            UsageException.unknown(node.where(), "placeholder", "{" + name + "}", known)
                    .getMessage()
                + "; write {{ for a brace");
      }
      inputs.put(name, reference);
    }
    CommandTemplate template = new CommandTemplate(node.where(), text, files, used);
    template.inputs.putAll(inputs);
    return template;
  }

  /**
   * Fails for a file that the command needs and that is not there, as far as that is certain.
   *
   * @throws UsageException with the file
   */
  void checkFiles(Path folder) {
    MissingProgram.of(text, folder).ifPresent(name -> refuse("the command runs", folder, name));
    for (String name : files) {
      if (!Glob.isGlob(name) && !Files.exists(folder.resolve(name))) {
        refuse("files names", folder, name);
      }
    }
  }

  private void refuse(String what, Path folder, String name) {
    throw new UsageException(
        where + ": " + what + " '" + name + "', but there is no file " + folder.resolve(name));
  }

  /** The command as it is written. */
  String text() {
    return text;
  }

  /** Whether the command has a placeholder of this name, one of the reserved ones. */
  boolean uses(String placeholder) {
    return used.contains(placeholder);
  }

  /** How the command names those outputs, in the same order: also the names of their copies. */
  List<String> inputNames() {
    return List.copyOf(inputs.keySet());
  }

  /** The outputs that the command names, in the order of their first place in it. */
  List<Reference> inputs() {
    return List.copyOf(inputs.values());
  }

  /** The outputs that the command names, as inputs of a recipe: numbered in the same order. */
  List<Recipe.Input> inputs(StageContext context) {
    List<Recipe.Input> numbered = new ArrayList<>();
    for (Reference reference : inputs.values()) {
      numbered.add(context.input(Integer.toString(numbered.size()), reference));
    }
    return numbered;
  }

  /** What a stage with this command and an input of its own needs. */
  List<Reference> inputsAfter(Reference input) {
    return Stream.concat(Stream.of(input), inputs.values().stream()).toList();
  }

  /**
   * What a recipe says of the command: the text with its inputs by number, the hashes of the files
   * that its words name beside the experiment and of {@code files}, and the seed if it is used.
   */
  List<Recipe.Fact> facts(Experiment experiment) throws IOException {
    List<String> numbered = new ArrayList<>(inputs.keySet());
    String canonical =
        replace(
            "{{",
            name ->
                numbered.contains(name) ? "{" + numbered.indexOf(name) + "}" : "{" + name + "}");
    List<Recipe.Fact> facts = new ArrayList<>();
    facts.add(new Recipe.Fact("command", canonical));
    for (String word : WORD_BREAK.split(text, -1)) {
      Path file = file(experiment, word);
      if (file != null && Files.isRegularFile(file)) {
        facts.add(new Recipe.Fact("file", LocalCopy.hash(file)));
      }
    }
    for (String name : files) {
      Path file = experiment.folder().resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new UsageException(where + ": files: no file '" + file + "'");
      }
      facts.add(new Recipe.Fact("file", LocalCopy.hash(file)));
    }
    if (uses(SEED)) {
      facts.add(new Recipe.Fact(SEED, Long.toString(experiment.seed())));
    }
    if (uses(SHOESTRING)) {
      facts.add(new Recipe.Fact(SHOESTRING, Version.text()));
    }
    return facts;
  }

  /** The file beside the experiment that a word may name; null if it cannot name one. */
  private static @Nullable Path file(Experiment experiment, String word) {
    try {
      Path path = Path.of(word);
      return word.isEmpty() || path.isAbsolute() ? null : experiment.folder().resolve(path);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * The shell command.
   *
   * @param context makes local copies of the outputs that it names
   * @param folder where they go
   * @param given the values of the stage's own placeholders
   */
  String expand(StageContext context, Path folder, Map<String, String> given) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    given.forEach((name, value) -> values.put(name, quoted(value)));
    for (Map.Entry<String, Reference> input : inputs.entrySet()) {
      Path copy = context.copy(input.getValue(), folder.resolve(input.getKey()));
      values.put(input.getKey(), quoted(copy.toString()));
    }
    values.put(SEED, Long.toString(context.experiment().seed()));
    if (uses(SHOESTRING)) {
      List<String> words = Self.command(folder).stream().map(CommandTemplate::quoted).toList();
      values.put(SHOESTRING, String.join(" ", words));
    }
    return replace("{", name -> values.getOrDefault(name, name));
  }

  private String replace(String brace, Function<String, String> value) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1) == null ? brace : value.apply(match.group(1))));
  }

  /** A word for the shell, quoted where it must be. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
