package org.shoestring.cli.argument;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long the claims of this machine count after its last sign of life. */
public final class LeaseOption {
  @Option(
      names = "--lease",
      paramLabel = "TIME",
      converter = TimeSpan.Lease.class,
      description =
          "Other machines wait while this one is at work, and take over when it has been silent for"
              + " this long (default: ${DEFAULT-VALUE}).",
      defaultValue = "60s")
  private Duration duration = Duration.ofSeconds(60);

  public Duration duration() {
    return duration;
  }
}
