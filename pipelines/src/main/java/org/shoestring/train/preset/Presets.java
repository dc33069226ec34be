package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
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
          : new Unchanged(made, Duration.ofSeconds(arguments.whole(UNCHANGED)));
    }
  }

  private static Map<String, Entry> entries() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    plain(entries, arguments -> new HuggingFacePreset(takesOld(arguments)));
    plain(entries, arguments -> new AcceleratePreset(takesOld(arguments)));
    plain(entries, arguments -> new OrbaxPreset());
    plain(entries, arguments -> new LightningPreset(takesOld(arguments)));
    plain(entries, arguments -> new TorchDcpPreset());
    plain(entries, arguments -> new TensorflowPreset());
    plain(entries, arguments -> new KerasPreset());
    plain(entries, arguments -> FilesPreset.LEXICON);
    Parameter files = Parameter.text("pattern", PytorchPreset.PATTERN, "its files, as a glob");
    entries.put(
        "pytorch",
        new Entry(
            List.of(unchanged(), files),
            arguments -> new PytorchPreset(arguments.text("pattern"), takesOld(arguments))));
    plain(entries, arguments -> new SafetensorsPreset());
    Parameter pattern =
        Parameter.text("pattern", "", "the files or folders that are checkpoints, as a glob");
    Parameter done = Parameter.text("done", "", "the file that is written last");
    entries.put(
        FilesPreset.NAME,
        new Entry(List.of(pattern.required(), done, unchanged()), FilesPreset::of));
    return entries;
  }

  /** Adds one that has no parameters of its own. */
  private static void plain(
      Map<String, Entry> entries, Function<Arguments, CheckpointPreset> preset) {
    List<Parameter> parameters = List.of(unchanged());
    String name = preset.apply(Arguments.bind("preset", Spec.of("preset", ""), parameters)).name();
    entries.put(name, new Entry(parameters, preset));
  }

  /** What does not tell whether it is complete is taken when it must be unchanged for a while. */
  private static boolean takesOld(Arguments arguments) {
    return !arguments.text(UNCHANGED).isEmpty();
  }

  private static Parameter unchanged() {
    String doc = "for how many seconds its files must not have changed";
    return Parameter.whole(UNCHANGED, 1, DAY, 1, doc).orElse("");
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

  /**
   * Another preset whose files must not have changed for some time, too.
   *
   * @param quiet that the user asked for, instead of the preset's own
   */
  private record Unchanged(CheckpointPreset preset, Duration quiet) implements CheckpointPreset {

    @Override
    public String name() {
      return preset.name();
    }

    @Override
    public String summary() {
      return preset.summary() + "; and unchanged for " + quiet.toSeconds() + " s";
    }

    @Override
    public Optional<String> evidence(FolderFiles files) {
      return preset.evidence(files);
    }

    @Override
    public List<FoundCheckpoint> find(FolderFiles files) {
      return preset.find(files);
    }

    @Override
    public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
      return preset.fault(folder, found);
    }

    @Override
    public Duration quiet(FoundCheckpoint found) {
      return quiet;
    }

    @Override
    public boolean restsOnQuiet(FoundCheckpoint found) {
      return true; // The user wants that, too.
    }

    @Override
    public void pointTo(Path folder, FoundCheckpoint restored) throws IOException {
      preset.pointTo(folder, restored);
    }
  }
}
