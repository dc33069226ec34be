package org.shoestring.table;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.table.removal.Removal;

/** Creates the manifest of an output, if all that it names lies in the store at its size. */
record ManifestCreation(Output output, Manifest manifest) {

  Manifest run() throws IOException {
    String cure = "make fewer and larger shards, or fewer files";
    String whole = manifest.text();
    byte[] text = FactFile.bytes(output.folder() + "/" + Manifest.NAME, whole, cure);
    Manifest.parse(output.folder(), whole); // Nobody could read another one.
    try {
      check();
    } catch (BadDataException e) {
      Removal.Found found = Removal.of(output.store(), output.path()).look();
      return switch (found.state()) {
        case GIVEN_UP -> throw new OutputRemovedException(output.folder(), e);
        // Another worker was first, and gc has removed what its manifest does not name.
        case MADE -> output.parse(found.manifest().orElseThrow());
        case OPEN -> throw e;
      };
    }
    if (output.store().create(output.object(Manifest.NAME), text)) {
      return manifest;
    }
    return output.manifest().orElseThrow(() -> new OutputRemovedException(output.folder(), null));
  }

  private void check() throws IOException {
    Map<String, Long> stored = new HashMap<>();
    boolean asked = false;
    for (StoredObject object : output.store().list(output.object(""))) {
      stored.put(object.name(), object.bytes());
      asked |= object.name().startsWith(output.object(OutputFolder.REMOVAL_FOLDER));
    }
    // There may be an answer without its tombstone.
    if (asked && Removal.of(output.store(), output.path()).state() == Removal.State.GIVEN_UP) {
      throw new OutputRemovedException(output.folder(), null);
    }
    for (Shard shard : manifest.shards()) {
      check(shard.object(), shard.compressed(), stored);
    }
    for (StoredFile file : manifest.files()) {
      check(file.object(), file.bytes(), stored);
    }
  }

  private void check(String object, long bytes, Map<String, Long> stored) {
    Long found = stored.get(output.object(object));
    if (found == null || found != bytes) {
      throw DamagedOutput.error(
          output.stores(),
          output.folder(),
          output.folder()
              + "/"
              + object
              + ": "
              + (found == null ? "is missing" : "has " + found + " bytes")
              + ", "
              + bytes
              + " bytes were written",
          null);
    }
  }
}
