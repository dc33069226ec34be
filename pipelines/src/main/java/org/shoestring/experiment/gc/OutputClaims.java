package org.shoestring.experiment.gc;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.LeaseClaim;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.LeaseWatch;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** The claims of a collector to outputs, which keep others waiting while it deletes. */
record OutputClaims(ObjectStore store, OutputsInUse inUse, LeaseManager leases) {
  /**
   * Claims an output, unless somebody lives who has. This process does not wait and watch, so that
   * the clock of the store tells for how long a claim was not renewed.
   */
  Optional<HeldLease> claim(String output) throws IOException {
    LeaseWatch watch = leases.watch(output);
    if (!watch.isHeld()) {
      return leases.tryTake(watch, List.of());
    }
    inUse.read(GarbageCollector.now(store), "");
    for (List<StoredObject> dead : inUse.deadClaims()) {
      if (LeaseClaim.output(dead.get(0)).equals(output)) {
        return leases.takeOver(dead);
      }
    }
    return Optional.empty();
  }
}
