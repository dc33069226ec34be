package org.shoestring.transform.importing;

import java.util.List;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Tells Beam the coder of {@link ImportUnit}; found through {@code META-INF/services}. */
public final class ImportUnitCoders implements CoderProviderRegistrar {
  @Override
  public List<CoderProvider> getCoderProviders() {
    return List.of(
        CoderProviders.forCoder(TypeDescriptor.of(ImportUnit.class), ImportUnit.UnitCoder.of()));
  }
}
