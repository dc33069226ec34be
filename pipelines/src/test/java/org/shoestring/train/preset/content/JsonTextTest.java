package org.shoestring.train.preset.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTextTest {
  @TempDir Path folder = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("a.json"), text);
  }

  @Test
  void fault_everyCut_passesOnlyTheWhole() throws IOException {
    Path whole =
        file(
            "{\"log_history\": [{\"loss\": NaN, \"step\": 1}], \"best\": -Infinity, \"a\": \"ü\"}");

    assertThat(Cuts.passing(whole, JsonText::fault)).containsExactly(Files.size(whole));
  }

  @Test
  void fault_noJson_isTold() throws IOException {
    assertThat(JsonText.fault(file("  "))).contains("it is empty");
    assertThat(JsonText.fault(file("{'a': 1}"))).contains("its JSON is damaged or not yet whole");
    assertThat(JsonText.fault(file("\0".repeat(100))))
        .contains("its JSON is damaged or not yet whole");
    byte[] noCharacter = {0, 0, 0, '[', 0x7F, 0, 0, 0};
    assertThat(JsonText.fault(Files.write(folder.resolve("utf-32.json"), noCharacter)))
        .contains("its JSON is damaged or not yet whole");
    assertThat(JsonText.fault(folder.resolve("none.json"))).contains("it is gone");
  }

  @Test
  void indexFault_weightMap_givesItsShards() throws IOException {
    SortedSet<String> shards = new TreeSet<>();
    Path index =
        file(
            "{\"metadata\": {\"x\": \"no\"}, \"weight_map\": {\"a\": \"1.bin\", \"b\": \"2.bin\","
                + " \"c\": [\"1.bin\", \"3.bin\"]}, \"other\": {\"d\": \"no\"}}");

    assertThat(JsonText.indexFault(index, shards)).isEmpty();
    assertThat(shards).containsExactly("1.bin", "2.bin", "3.bin");
  }

  @Property(tries = 500)
  void fault_anyBytes_isNoException(@ForAll byte[] bytes) throws IOException {
    Path file = Files.createTempFile("json", "");
    try {
      Files.write(file, bytes);
      Optional<String> fault = JsonText.fault(file);
      assertThat(fault).isNotNull();
    } finally {
      Files.delete(file);
    }
  }
}
