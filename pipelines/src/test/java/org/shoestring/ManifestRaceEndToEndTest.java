package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;

/** Eight processes commit another manifest each for the same output, fifty times, in S3. */
@Tag("long")
class ManifestRaceEndToEndTest {
  private static final int RACERS = 8;
  private static final int RACES = 50;

  private final Path folder;

  ManifestRaceEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A process in all races: prints whose manifest counts, a line a race. */
  public static final class Racer {
    private Racer() {}

    public static void main(String[] args) throws IOException {
      String name = args[0];
      for (int race = 0; race < RACES; race++) {
        Output output =
            Output.in(Stores.withoutOptions(), "s3://bucket/races", "race-" + race, Codec.GZIP, 1);
        Recipe recipe = new Recipe("race", List.of(new Recipe.Fact("racer", name)), List.of());
        Manifest mine =
            new Manifest(
                recipe,
                Codec.GZIP,
                Map.of("main", Columns.of("a")),
                List.of(),
                Map.of(),
                List.of());
        lineUp(Path.of(args[1], "race" + race), name);
        System.out.println(output.commit(mine).recipe().facts().get(0).value());
      }
    }

    /** Goes on when all have come, at about the same moment. */
    private static void lineUp(Path line, String name) throws IOException {
      Files.createDirectories(line);
      Files.createFile(line.resolve(name));
      String[] there;
      do {
        Thread.onSpinWait();
        there = line.toFile().list();
      } while (there == null || there.length < RACERS);
    }
  }

  @Test
  void commit_eightProcesses_oneWinsAndAllAgree() throws Exception {
    try (S3Server server = S3Server.in(folder.resolve("server"))) {
      Shoestring racer = Shoestring.in(folder).in(server.environment()).as(Racer.class);
      List<Shoestring.Running> racers = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        racers.add(racer.start("racer" + i, folder.resolve("line").toString()));
      }
      Set<List<String>> results = new HashSet<>();
      for (Shoestring.Running running : racers) {
        results.add(running.end().good().out().lines().toList());
      }
      assertThat(results).as("what the racers saw").hasSize(1);
      List<String> winners = results.iterator().next();
      assertThat(winners).hasSize(RACES).allMatch(name -> name.matches("racer[0-7]"));
      assertThat(Set.copyOf(winners)).as("winners").hasSizeGreaterThan(1);
    }
  }
}
