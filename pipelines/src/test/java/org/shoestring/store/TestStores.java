package org.shoestring.store;

import org.shoestring.store.object.ObjectStore;

/** Stores of tests at locations of their own. */
public final class TestStores {
  private TestStores() {}

  /** Stores of which that of a location is this one. */
  public static Stores with(String location, ObjectStore store) {
    Stores stores = Stores.withoutOptions().unique();
    stores.put(location, store);
    return stores;
  }
}
