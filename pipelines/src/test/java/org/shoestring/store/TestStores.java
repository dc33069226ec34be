package org.shoestring.store;

/** Stores of tests at locations of their own. */
public final class TestStores {
  private TestStores() {}

  /** Lets a location be that of a store. */
  public static void put(String location, ObjectStore store) {
    Stores.put(location, store);
  }
}
