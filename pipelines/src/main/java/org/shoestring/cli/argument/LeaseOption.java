package org.shoestring.cli.argument;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long the claims of this machine count after its last sign of life. */
public final class LeaseOption {
  @Option(
      names = "--lease",
      paramLabel = "SECONDS",
      converter = WholeNumber.Lease.class,
      description =
          "Other machines wait while this one is at work, and take over when it has been silent for"
              + " this many seconds (default: ${DEFAULT-VALUE}).",
      defaultValue = "60")
  private int seconds = 60;

  public Duration duration() {
    return Duration.ofSeconds(seconds);
  }
}
