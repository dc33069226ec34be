package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;

class MemoryStoreTest extends ObjectStoreContract {
  private final MemoryStore store = new MemoryStore();

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Test
  void replace_putFails_leavesNoSpool() {
    List<Path> spools = new ArrayList<>();
    ObjectStore failing =
        new MemoryStore() {
          @Override
          public void put(String name, Path spool) throws IOException {
            assertThat(spool).hasContent("content");
            spools.add(spool);
            throw new StoreException("no", null);
          }
        };

    assertThatThrownBy(() -> failing.replace("a", "content".getBytes(UTF_8))).hasMessage("no");

    assertThat(spools).singleElement().asInstanceOf(InstanceOfAssertFactories.PATH).doesNotExist();
  }
}
