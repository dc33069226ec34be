package org.shoestring.train.preset;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;

/** All presets. */
public final class Presets {
  private static final String UNCHANGED = "unchanged";
  private static final long DAY = 86_400;

  /** By their names, and in the order in which they are looked for. */
  private static final Map<String, Entry> ENTRIES = entries();

  private Presets() {}

  private record Entry(List<Parameter> parameters, Function<Arguments, CheckpointPreset> preset) {

    CheckpointPreset of(Spec spec) {
      Arguments arguments = Arguments.bind("preset", spec, parameters);
      CheckpointPreset made = preset.apply(arguments);
      String quiet = arguments.text(UNCHANGED);
      return quiet.isEmpty()
          ? made
          : new UnchangedPreset(made, Duration.ofSeconds(arguments.whole(UNCHANGED)));
    }
  }

  private static Map<String, Entry> entries() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    Parameter pattern = Parameter.text("pattern", PytorchPreset.PATTERN, "which files");
    entries.put(
        "pytorch",
        new Entry(
            List.of(unchanged(), pattern),
            arguments ->
                new PytorchPreset(
                    arguments.text("pattern"), !arguments.text(UNCHANGED).isEmpty())));
    return entries;
  }

  private static Parameter unchanged() {
    String doc = "for how many seconds its files must not have changed";
    return Parameter.whole(UNCHANGED, 0, DAY, 0, doc).orElse("");
  }

  /**
   * The preset of a text: {@code huggingface}, {@code accelerate:unchanged=30}, {@code
   * files:pattern=model-*.bin,done=model-*.done}.
   *
   * @param where file and line, or the option, for the message
   * @throws UsageException if it names none, or a parameter is wrong; the message lists those there
   *     are
   */
  public static CheckpointPreset named(String where, String text) {
    return named(Spec.parse(where, text));
  }

  /** The same of what an experiment says: {@code files: {pattern: "model-*.bin"}}. */
  public static CheckpointPreset named(Spec spec) {
    Entry entry = ENTRIES.get(spec.name());
    if (entry == null) {
      throw UsageException.unknown(spec.where(), "preset", spec.name(), ENTRIES.keySet());
    }
    return entry.of(spec);
  }

  /** All presets that need no parameters, those first that are recognized first. */
  public static List<CheckpointPreset> list() {
    return ENTRIES.entrySet().stream()
        .filter(
            entry ->
                entry.getValue().parameters().stream()
                    .allMatch(parameter -> parameter.fallback().isPresent()))
        .map(entry -> entry.getValue().of(Spec.of("preset", entry.getKey())))
        .toList();
  }

  /**
   * The preset whose library has written into a folder, the most specific one. {@link
   * CheckpointPreset#evidence} says what told.
   */
  public static Optional<CheckpointPreset> detect(FolderFiles files) {
    return list().stream().filter(preset -> preset.evidence(files).isPresent()).findFirst();
  }
}
