package org.shoestring.shuffle.block;

import java.util.Arrays;
import java.util.List;
import org.shoestring.spec.UsageException;

/** How blocks travel from those that pack them to those that read them. */
enum BlockExchange {
  /** Inside the elements of Beam's GroupByKey; for engines that spill. */
  GROUP_BY_KEY("groupByKey"),
  /** Through a local file, only places of which are elements; for runners of one process. */
  LOCAL_FILES("localFiles");

  private final String token;

  BlockExchange(String token) {
    this.token = token;
  }

  /** The exchange that the options of a pipeline ask for. */
  static BlockExchange of(ShuffleOptions options) {
    List<String> tokens = Arrays.stream(values()).map(exchange -> exchange.token).toList();
    int found = tokens.indexOf(options.getBlockExchange());
    if (found < 0) {
      throw UsageException.unknown(
          "--blockExchange", "exchange", options.getBlockExchange(), tokens);
    }
    return values()[found];
  }
}
