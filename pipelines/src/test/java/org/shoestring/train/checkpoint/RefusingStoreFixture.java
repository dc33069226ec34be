package org.shoestring.train.checkpoint;

import java.nio.file.Path;
import org.shoestring.store.local.LocalStore;

/** Attempts of a training on a store that can be told to refuse. */
abstract class RefusingStoreFixture {
  final LocalStore disk;
  final RefusingStore store;
  final CheckpointBench bench;

  RefusingStoreFixture(Path folder) {
    this.disk = new LocalStore(folder.resolve("store"));
    this.store = new RefusingStore(disk);
    this.bench = new CheckpointBench(folder, store);
  }
}
