package org.shoestring.store.s3;

import java.util.List;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/** Beam's options of S3, which it does not register itself; none where they are not. */
public final class S3OptionsRegistrar implements PipelineOptionsRegistrar {
  @Override
  public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
    try {
      return List.of(S3Options.class);
    } catch (NoClassDefFoundError e) {
      return List.of(); // Its library was left out; who opens a bucket is told so.
    }
  }
}
