package org.shoestring.store;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.store.config.StoreFiles;
import org.shoestring.store.remote.OptionSnapshot;
import org.shoestring.store.remote.OptionTexts;
import org.shoestring.store.remote.StoreOptions;

/**
 * All that decides how stores are spoken to: the value of {@link Stores}, and what is sent to
 * workers in place of it. No secret is in it.
 *
 * @param options the options of Beam that stores read and that are set, as JSON
 * @param withheld the options that hold secrets, each with a salted hash
 * @param local of the process that {@code process} names; another one has its own
 * @param process in which it was made, or has arrived
 * @param id of stores that are equal to no others; empty for all others
 */
record StoreSettings(
    Map<String, String> options,
    Map<String, String> withheld,
    StoreFiles files,
    LocalWork local,
    String process,
    String id)
    implements Serializable {

  /** This process; a number of the system's may be that of another machine's process, too. */
  private static final String HERE = UUID.randomUUID().toString();

  StoreSettings {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
    withheld = Collections.unmodifiableMap(new TreeMap<>(withheld));
  }

  /** Those of this process. */
  static StoreSettings here(OptionSnapshot beam, LocalWork local, String id) {
    try {
      return new StoreSettings(beam.open(), beam.hashes(), StoreFiles.here(), local, HERE, id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a process has at hand that has only this; secrets were withheld from it. */
  StoreOptions received() {
    return options.isEmpty() && withheld.isEmpty()
        ? StoreOptions.unset(() -> PipelineOptionsFactory.create())
        : new StoreOptions(OptionTexts.options(options), withheld.keySet());
  }

  /** On a worker, what has arrived is of its own process from now on. */
  private Object readResolve() {
    boolean isOurs = process.equals(HERE);
    return Stores.of(
        isOurs ? this : new StoreSettings(options, withheld, files, LocalWork.ofUser(), HERE, id));
  }
}
