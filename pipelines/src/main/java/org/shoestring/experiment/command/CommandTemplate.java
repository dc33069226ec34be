package org.shoestring.experiment.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.shoestring.experiment.CommandSettings;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Placeholders;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.shell.ShellText;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.spec.UsageException;
import org.shoestring.table.local.NamedInput;
import org.shoestring.table.local.NamedInputs;
import org.shoestring.table.record.Recipe;
import org.shoestring.worker.CommandEnvironment;
import org.shoestring.worker.ShellCommand;

/**
 * A shell command with placeholders: a stage, or a stage and a table, in braces stands for a local
 * copy of that output, reserved names for what the stage gives. A doubled opening brace is a brace;
 * a shell variable in braces, and braces around anything but a name, are left to the shell. What
 * placeholders stand for is in the command's environment too.
 */
public final class CommandTemplate {
  private static final Pattern VARIABLE =
      Pattern.compile("(?<![A-Za-z0-9_])" + CommandEnvironment.PREFIX + "[A-Za-z0-9_]+");

  private final String where;
  private final String text;
  private final CommandSettings settings;
  private final CommandFacts facts;
  private final Map<String, Reference> inputs;
  private final Set<String> used;

  private CommandTemplate(
      YamlNode node,
      CommandSettings settings,
      List<String> files,
      CommandSeed seed,
      Map<String, Reference> inputs,
      Set<String> used) {
    this.where = node.where();
    this.text = node.text("command");
    this.settings = settings;
    this.inputs = new LinkedHashMap<>(inputs);
    this.used = Set.copyOf(used);
    this.facts =
        new CommandFacts(this, where, ShellText.read(text), settings, List.copyOf(files), seed);
  }

  /**
   * Reads a template.
   *
   * @param own the reserved placeholders that this stage type gives
   * @param stages the names of all stages
   * @param settings how the command runs
   * @param files further files that decide what the command does
   * @param seed when the command is given one
   */
  public static CommandTemplate read(
      YamlNode node,
      List<String> own,
      Set<String> stages,
      CommandSettings settings,
      List<String> files,
      CommandSeed seed) {
    String text = node.text("command");
    List<String> known = new ArrayList<>(own);
    known.addAll(List.of(Placeholders.SEED, Placeholders.SHOESTRING));
    Set<String> used = new HashSet<>();
    Map<String, Reference> inputs = new LinkedHashMap<>();
    Matcher matcher = PortableCommand.PLACEHOLDER.matcher(text);
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
            UsageException.unknown(node.where(), "placeholder", name, known).getMessage()
                + "; write {{ for a brace");
      }
      inputs.put(name, reference);
    }
    used.addAll(variables(node, own, inputs.keySet()));
    return new CommandTemplate(node, settings, files, seed, inputs, used);
  }

  /**
   * The reserved placeholders whose variables the text has; fails for variables that are not set.
   */
  private static Set<String> variables(YamlNode node, List<String> own, Set<String> inputs) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String name :
        Stream.of(own, List.of(Placeholders.SEED), inputs).flatMap(Collection::stream).toList()) {
      String other = given.put(variable(name), name);
      if (other != null) {
        throw new UsageException(
            node.where()
                + ": {"
                + other
                + "} and {"
                + name
                + "} would both be the variable "
                + variable(name)
                + "; rename one of the stages");
      }
    }
    Set<String> used = new HashSet<>();
    Matcher variable = VARIABLE.matcher(node.text("command"));
    while (variable.find()) {
      String name = given.get(variable.group());
      if (name == null) {
        throw new UsageException(
            UsageException.unknown(node.where(), "variable", variable.group(), given.keySet())
                    .getMessage()
                + "; the variable of another stage is set if the command also has {STAGE}");
      }
      used.add(name);
    }
    used.removeAll(inputs);
    return used;
  }

  /** The environment variable of a placeholder. */
  static String variable(String placeholder) {
    return CommandEnvironment.PREFIX
        + placeholder.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
  }

  /** What decides what it does. */
  public CommandFacts facts() {
    return facts;
  }

  /** The command as it is written. */
  public String text() {
    return text;
  }

  /** Whether the command has a placeholder of this name, or its variable; one of the reserved. */
  public boolean uses(String placeholder) {
    return used.contains(placeholder);
  }

  /** How the command names those outputs, in the same order: also the names of their copies. */
  public List<String> inputNames() {
    return List.copyOf(inputs.keySet());
  }

  /** The outputs that the command names, in the order of their first place in it. */
  public List<Reference> inputs() {
    return List.copyOf(inputs.values());
  }

  /** The outputs that the command names, as inputs of a recipe: numbered in the same order. */
  public List<Recipe.Input> inputs(StageContext context) {
    List<Recipe.Input> numbered = new ArrayList<>();
    for (Reference reference : inputs.values()) {
      numbered.add(context.input(Integer.toString(numbered.size()), reference));
    }
    return numbered;
  }

  /** What a stage with this command and an input of its own needs. */
  public List<Reference> inputsAfter(Reference input) {
    return Stream.concat(Stream.of(input), inputs.values().stream()).toList();
  }

  /** The text with its inputs by number, in the order of their first place. */
  String canonical() {
    List<String> numbered = new ArrayList<>(inputs.keySet());
    return PortableCommand.PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match -> {
              int number = match.group(1) == null ? -1 : numbered.indexOf(match.group(1));
              return Matcher.quoteReplacement(number < 0 ? match.group() : "{" + number + "}");
            });
  }

  /** The command as it is sent to the machine that runs it. */
  public PortableCommand portable(StageContext context) throws IOException {
    Experiment experiment = context.experiment();
    Map<String, String> values = new LinkedHashMap<>();
    facts.seed(experiment).ifPresent(given -> values.put(Placeholders.SEED, Long.toString(given)));
    return new PortableCommand(
        new ShellCommand(
            settings.shell(), text, experiment.folder().toString(), settings.environment()),
        values,
        uses(Placeholders.SHOESTRING),
        facts.files(experiment),
        facts.folders(experiment));
  }

  /** The outputs that the command names, as they are referred to where it runs. */
  public NamedInputs named(StageContext context) {
    List<Recipe.Input> contents = inputs(context);
    List<NamedInput> named = new ArrayList<>();
    inputs.forEach(
        (name, reference) -> named.add(context.named(name, reference, contents.get(named.size()))));
    return new NamedInputs(named);
  }
}
