package org.shoestring.metric;

/**
 * All settings that decide a score, in sacreBLEU's form: {@code nrefs:1|case:mixed|...}. The last
 * field, {@code version:shoestring-1}, names this implementation and the metric's version.
 */
public final class Signature {
  private final StringBuilder fields;

  private Signature(int references) {
    fields = new StringBuilder("nrefs:").append(references);
  }

  /** Starts with the number of references. */
  public static Signature of(int references) {
    return new Signature(references);
  }

  public Signature with(String name, String value) {
    fields.append('|').append(name).append(':').append(value);
    return this;
  }

  /** {@code yes} or {@code no}. */
  public Signature with(String name, boolean value) {
    return with(name, value ? "yes" : "no");
  }

  /** The finished signature of a metric of this version. */
  public String version(int version) {
    return fields + "|version:shoestring-" + version;
  }
}
