package org.shoestring.lease;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * One who follows a claim.
 *
 * @param id of the holder
 * @param lifetime after which others believe it dead if the claim is not renewed
 * @param needs the outputs that the work reads
 */
public record LeaseSuccessor(String id, Duration lifetime, List<String> needs)
    implements Serializable {
  public LeaseSuccessor {
    needs = List.copyOf(needs);
  }
}
