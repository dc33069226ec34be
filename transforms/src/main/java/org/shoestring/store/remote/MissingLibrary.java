package org.shoestring.store.remote;

import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.Traffic;

/**
 * Stands for a provider whose library is not on the class path: there are no options for it, and no
 * bucket can be opened.
 *
 * @param missing the class that was looked for
 */
record MissingLibrary(String type, String artifact, String missing) implements BucketProvider {

  /** The provider itself if its library is there. */
  static BucketProvider inPlaceOf(BucketProvider provider) {
    try {
      provider.options();
      return provider;
    } catch (NoClassDefFoundError e) {
      return new MissingLibrary(
          provider.type(), provider.artifact(), String.valueOf(e.getMessage()).replace('/', '.'));
    }
  }

  @Override
  public Set<Class<? extends PipelineOptions>> options() {
    return Set.of();
  }

  @Override
  public Bucket open(StoreFile store, StoreOptions options, String bucket, Traffic traffic) {
    throw new UsageException(
        store.name()
            + "://"
            + bucket
            + ": the library for stores of type "
            + type
            + " is not on the class path (no "
            + missing
            + "); add the dependency "
            + artifact
            + " to your project, so that it is there where the pipeline is started and on its"
            + " workers");
  }
}
