package org.shoestring.experiment.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run will ask of remote stores, as far as it is known before: an estimate.
 *
 * @param buckets by the bucket's location, {@code s3://bucket}
 * @param uncounted stages whose inputs are not made yet
 * @param waitedFor the stages to be run that those wait for
 */
public record PlanCost(Map<String, Share> buckets, List<String> uncounted, List<String> waitedFor) {
  public PlanCost {
    buckets = Collections.unmodifiableMap(new TreeMap<>(buckets));
    uncounted = List.copyOf(uncounted);
    waitedFor = List.copyOf(waitedFor);
  }

  /**
   * The part of one bucket.
   *
   * @param objects how many shards and files are downloaded
   * @param read their bytes
   * @param spared bytes of shards and files that are read from copies on this machine instead
   * @param written bytes of shards, if outputs are as large as what they are made of
   */
  public record Share(long objects, long read, long spared, long written, long requests) {
    static final Share NONE = new Share(0, 0, 0, 0, 0);

    Share plus(Share other) {
      return new Share(
          objects + other.objects,
          read + other.read,
          spared + other.spared,
          written + other.written,
          requests + other.requests);
    }
  }
}
