package org.shoestring.store.remote;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Beam's options that decide how stores are spoken to. */
public final class StoreOptions {
  private final Supplier<PipelineOptions> made;
  private final boolean areUnset;
  private final Set<String> withheld;
  private @Nullable PipelineOptions beam;

  private StoreOptions(Supplier<PipelineOptions> made, boolean areUnset, Set<String> withheld) {
    this.made = made;
    this.areUnset = areUnset;
    this.withheld = Set.copyOf(withheld);
  }

  /**
   * Those that are set.
   *
   * @param beam nobody else's: they can be changed
   * @param withheld the names of those that hold secrets, which were given to another process, and
   *     are not set here
   */
  public StoreOptions(PipelineOptions beam, Set<String> withheld) {
    this(() -> beam, false, withheld);
  }

  /**
   * None that is set.
   *
   * @param made makes new options, if Beam itself needs some
   */
  public static StoreOptions unset(Supplier<PipelineOptions> made) {
    return new StoreOptions(made, true, Set.of());
  }

  /** Whether none is set; those of Beam have their defaults then. */
  public boolean areUnset() {
    return areUnset;
  }

  /** Beam's options. */
  public synchronized PipelineOptions beam() {
    PipelineOptions known = beam;
    if (known == null) {
      known = made.get();
      beam = known;
    }
    return known;
  }

  /** The names of options of stores that this program does not use: setting one changes nothing. */
  public static Set<String> unused() {
    Set<String> unused = new HashSet<>();
    BucketProvider.all().values().forEach(provider -> unused.addAll(provider.unused()));
    return unused;
  }

  /** Whether an option may be set, or its default was asked for; nothing is asked for by this. */
  public static boolean isSet(PipelineOptions options, String name) {
    return OptionTexts.isSet(options.toString(), name);
  }

  /**
   * What to add to an error that may come of an option that was not sent here; empty if there is
   * none of that name.
   *
   * @param use how to set it on the machine that runs the work
   */
  public String notSent(String option, String use) {
    return withheld.contains(option)
        ? "; --"
            + option
            + " holds a secret, so it stays on the machine where the pipeline was started: "
            + use
        : "";
  }
}
