package org.shoestring.cli.scoring;

import java.util.Locale;
import org.shoestring.metric.significance.Bootstrap;
import org.shoestring.metric.significance.Swaps;

/** How the difference of two systems is tested. */
enum PairedMethod {
  BOOTSTRAP("bs", Bootstrap.RESAMPLES),
  APPROXIMATE_RANDOMIZATION("ar", Swaps.TRIALS),
  MCNEMAR("mcnemar", 0);

  private final String field;
  private final int samples;

  PairedMethod(String field, int samples) {
    this.field = field;
    this.samples = samples;
  }

  /** Its field in signatures. */
  String field() {
    return field;
  }

  /** How many resamples or trials it makes unless told. */
  int samples() {
    return samples;
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
