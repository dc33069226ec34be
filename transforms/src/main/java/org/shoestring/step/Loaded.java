package org.shoestring.step;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;

/**
 * What a step has made of an output of another stage: loaded when it is first asked for, on the
 * worker that asks. All steps of a process that make the same of the same content share it.
 */
public final class Loaded<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private final String step;
  private final String parameter;
  private final Class<?> owner;
  private final String key;
  private final Source<T> source;
  private transient volatile @Nullable SharedValue shared;
  private transient volatile @Nullable T value;

  /**
   * Something to be loaded.
   *
   * @param owner whoever makes it
   * @param key equal where the owner makes the same
   */
  Loaded(String step, String parameter, Class<?> owner, String key, Source<T> source) {
    this.step = step;
    this.parameter = parameter;
    this.owner = owner;
    this.key = key;
    this.source = source;
    this.shared = SharedValue.of(owner, key);
  }

  /** Loads it. */
  interface Source<T> extends Serializable {
    T load() throws IOException;
  }

  /**
   * The value.
   *
   * @throws UncheckedIOException if the output cannot be read
   * @throws BadDataException if it is damaged, or not what it was when the work was planned
   * @throws UsageException if it is gone
   * @throws StepException if the step fails on it
   */
  public T get() {
    T known = value;
    if (known == null) {
      known = load();
      value = known;
    }
    return known;
  }

  private T load() {
    SharedValue common = shared;
    if (common == null) {
      common = SharedValue.of(owner, key);
      shared = common;
    }
    try {
      return common.get(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UsageException e) {
      throw e;
    } catch (RuntimeException e) {
      throw StepException.threw(step, parameter, e);
    }
  }
}
