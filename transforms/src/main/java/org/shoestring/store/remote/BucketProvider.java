package org.shoestring.store.remote;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.shoestring.spec.Services;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;

/**
 * Opens buckets of one kind of storage; found by {@code ServiceLoader}.
 *
 * <p>The library that speaks to it may be missing, as programs that only use folders leave it out.
 * So the provider itself must load without it: what uses the library is in a class of its own.
 */
public interface BucketProvider {

  /** All there are, by the type that store files name; some may lack their library. */
  static Map<String, BucketProvider> all() {
    Map<String, BucketProvider> known = new TreeMap<>();
    for (BucketProvider provider : Services.load(BucketProvider.class)) {
      known.put(provider.type(), MissingLibrary.inPlaceOf(provider));
    }
    return known;
  }

  /** A module of Beam, of the version of Beam that runs here. */
  static String artifactOfBeam(String module) {
    return "org.apache.beam:" + module + ":" + ReleaseInfo.getReleaseInfo().getVersion();
  }

  /** The kind that store files name as their {@code type}: {@code s3}, {@code gs}. */
  String type();

  /** What to add to the class path for it: {@code groupId:artifactId:version}. */
  String artifact();

  /**
   * The types that declare the options of Beam which decide how these buckets are spoken to. Of all
   * that are set, options with these names reach {@link #open}.
   */
  Set<Class<? extends PipelineOptions>> options();

  /** The names of those of them that only Beam's own files need: setting one changes nothing. */
  default Set<String> unused() {
    return Set.of();
  }

  /**
   * Values of options that a program has set and that have no text, as credentials it has made, by
   * the names of the options.
   *
   * @param options are asked for nothing that has a default, which they would keep
   * @param others new ones, which are set to all that has a text
   */
  default Map<String, Object> objects(PipelineOptions options, Supplier<PipelineOptions> others) {
    return Map.of();
  }

  /** Sets options to such values, as far as they are of this provider. */
  default void set(PipelineOptions options, Map<String, Object> objects) {}

  /**
   * Opens a bucket. No request is made yet.
   *
   * @param store where it lies and how it is spoken to
   * @param options of Beam, for what the store's file leaves open
   * @param bucket its name
   * @param traffic counts what is asked
   * @throws StoreException if credentials or a region are missing
   */
  Bucket open(StoreFile store, StoreOptions options, String bucket, Traffic traffic)
      throws IOException;
}
