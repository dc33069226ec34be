package org.shoestring.step;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.shoestring.tsv.Columns;

/**
 * The outputs of other stages that a step reads, by the names of its parameters. While a step is
 * bound they need not exist yet: it says what is to be made of their content, and gets that from
 * {@link Loaded#get} while it works.
 */
public final class StepOutputs {
  private final String step;
  private final Class<?> owner;
  private final String key;
  private final Map<String, OutputSource> sources;
  private final List<Loaded<?>> loaded = new ArrayList<>();

  /**
   * Outputs of a step.
   *
   * @param step for messages
   * @param owner whoever makes something of them
   * @param key equal where the owner makes the same of them
   */
  StepOutputs(String step, Class<?> owner, String key, Map<String, OutputSource> sources) {
    this.step = step;
    this.owner = owner;
    this.key = key;
    this.sources = Map.copyOf(sources);
  }

  /** Makes something of the rows of a table. It is sent to workers with a barrier. */
  public interface OfRows<T> extends Serializable {
    T read(OutputSource.Rows rows) throws IOException;
  }

  /**
   * Makes something of files in a local folder, which others read, too. It is sent to workers with
   * a barrier.
   */
  public interface OfFolder<T> extends Serializable {
    T read(Path folder) throws IOException;
  }

  /** Whether a parameter is given; for those that may be left out. */
  public boolean has(String parameter) {
    return sources.containsKey(parameter);
  }

  /** The columns of a table; empty in a plan, if only running its stage will tell. */
  public Optional<Columns> columns(String parameter) {
    return source(parameter, OutputSource.OfTable.class).columns();
  }

  /**
   * What a step needs of a table: read on the first row, once for all shards and threads of a
   * process, so it must not be changed afterwards. It is held in memory.
   */
  public <T> Loaded<T> table(String parameter, OfRows<T> reader) {
    OutputSource.OfTable source = source(parameter, OutputSource.OfTable.class);
    return load(
        parameter,
        () -> {
          try (OutputSource.Rows rows = source.rows()) {
            return reader.read(rows);
          }
        });
  }

  /** The same of files. */
  public <T> Loaded<T> files(String parameter, OfFolder<T> reader) {
    OutputSource.OfFiles source = source(parameter, OutputSource.OfFiles.class);
    return load(parameter, () -> reader.read(source.folder()));
  }

  private <T> Loaded<T> load(String parameter, Loaded.Source<T> source) {
    String what = key + "\n" + parameter + "\n" + loaded.size();
    Loaded<T> result = new Loaded<>(step, parameter, owner, what, source);
    loaded.add(result);
    return result;
  }

  private <S extends OutputSource> S source(String parameter, Class<S> form) {
    OutputSource source = sources.get(parameter);
    if (!form.isInstance(source)) {
      throw new IllegalArgumentException(
          "step '"
              + step
              + "' asks for the "
              + (form == OutputSource.OfTable.class ? "table" : "files")
              + " of its parameter '"
              + parameter
              + "', which "
              + (source == null ? "has no value" : "is of the other kind"));
    }
    return form.cast(source);
  }

  /** All that the step will get of them. */
  List<Loaded<?>> loaded() {
    return List.copyOf(loaded);
  }

  /** Outputs of a step outside a chain, for its tests; nothing of them is shared. */
  public static StepOutputs of(Map<String, OutputSource> sources) {
    return new StepOutputs("test", StepOutputs.class, UUID.randomUUID().toString(), sources);
  }
}
