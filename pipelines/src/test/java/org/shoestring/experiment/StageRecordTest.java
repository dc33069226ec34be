package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.experiment.gc.StartsOfOthers;
import org.shoestring.lease.LeaseClaim;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.pipeline.source.SourceDigest;
import org.shoestring.pipeline.source.Sources;
import org.shoestring.server.DamagedTexts;
import org.shoestring.store.Stores;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.FactFile;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.tsv.codec.Codec;

class StageRecordTest {
  private static final String K1 = "1".repeat(32);
  private static final String ODD = "/a/b\tc\\d.tsv";

  private final Path folder;
  private Experiment experiment;
  private Workspace workspace;

  StageRecordTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("e.yaml"),
        "experiment: e\nworkspace: w\nstages: {a: {import: a.tsv, columns: [a]}}\n");
    this.experiment = Experiment.read(folder.resolve("e.yaml"), List.of());
    this.workspace =
        Workspace.open(Stores.withoutOptions(), "", experiment.workspace(), Codec.GZIP, 2);
  }

  @BeforeEach
  void nothingWritten() throws IOException {
    assertThat(StageRecord.read(workspace, experiment, "a").outputName()).isEmpty();
  }

  private static Sources sources() {
    Map<String, SourceDigest> digests = new LinkedHashMap<>();
    for (String file : List.of("/x.en", "/y.en", ODD)) {
      digests.put(
          file,
          new SourceDigest(
              file, file.length(), "v1", Integer.toHexString(file.length()).repeat(64)));
    }
    return new Sources(
        List.of(new ImportUnit(0, List.of("/x.en", ODD)), new ImportUnit(1, List.of("/y.en", ODD))),
        digests);
  }

  @Test
  void replace_thenRead_isTheSame() throws IOException {
    List<String> patterns = List.of("?.en", "b\tc*.tsv");
    StageRecord.of(K1, "import", patterns, sources()).replace(workspace, experiment, "a");
    StageRecord read = StageRecord.read(workspace, experiment, "a");
    assertThat(read.outputName()).contains("import-" + K1);
    assertThat(read.digests()).isEqualTo(sources().digests());
    assertThat(read.sources(patterns)).isEqualTo(sources());
    assertThat(read.sources(List.of("?.en"))).isNull();
    assertThat(folder.resolve("w/experiments/e/a.tsv")).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "key\\tK,x\\tK,1",
    "key\\tK\\timport,key\\t../K\\timport,1",
    "key\\tK\\timport,key\\tK\\t../import,1",
    "key\\tK\\timport,key\\tK,1",
    "\\t0\\t0\\n,\\t999999999\\t0\\n,3",
    "\\t0\\t0\\n,\\t-1\\t0\\n,3",
    "\\t0\\t0\\n,\\t0\\t99999999999\\n,3",
    "\\t0\\t1\\n,\\t0\\t7\\n,4",
    "\\t1\\t0\\n,\\t3\\t0\\n,5",
    "\\t5\\tv1,\\t-5\\tv1,3",
    "555\\t0,55\\t0,3"
  })
  void read_altered_isBadDataWithItsLine(String from, String to, int line) throws IOException {
    StageRecord.of(K1, "import", List.of("?.en"), sources()).replace(workspace, experiment, "a");
    Path file = folder.resolve("w/experiments/e/a.tsv");
    String text = Files.readString(file);
    String old = from.replace("K", K1).replace("\\t", "\t").replace("\\n", "\n");
    assertThat(text).contains(old);
    String altered = to.replace("K", K1).replace("\\t", "\t").replace("\\n", "\n");
    int at = text.indexOf(old);
    Files.writeString(file, text.substring(0, at) + altered + text.substring(at + old.length()));

    assertThatThrownBy(() -> StageRecord.read(workspace, experiment, "a"))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file + ":" + line + ": ")
        .hasMessageEndingWith("; the record was altered: restore it, or delete it");
  }

  @Test
  void begun_anotherTraining_isAFormerOneOfWhichTheLastFiveAreTold() throws IOException {
    StageRecord record = StageRecord.of(K1, "train", List.of(), null);
    for (int i = 2; i <= 9; i++) {
      record = record.begun(Integer.toString(i).repeat(32), "train");
    }
    record = record.begun("9".repeat(32), "train");
    record.replace(workspace, experiment, "a");
    StageRecord read = StageRecord.read(workspace, experiment, "a");
    assertThat(read).isEqualTo(record);
    assertThat(read.trainings().stream().map(key -> key.substring(0, 1)))
        .containsExactly("9", "8", "7", "6", "5", "4", "1");
    assertThat(read.outputs()).containsExactly("train-" + K1, "train-" + "9".repeat(32));
    assertThat(read.allOutputs()).hasSize(7).contains("train-" + "4".repeat(32));
  }

  @Test
  void begun_anotherOutputThatIsNoTraining_isNotTold() {
    StageRecord record =
        StageRecord.of(K1, "pipe", List.of(), null)
            .begun("2".repeat(32), "pipe")
            .begun("3".repeat(32), "pipe");
    assertThat(record.trainings()).isEmpty();
    assertThat(record.allOutputs()).hasSize(2);
  }

  @Test
  void startingFrom_thenRead_isTheSame() throws IOException {
    RecordedStart start =
        new RecordedStart("ab/1/2", "c".repeat(64), K1, "000001-0123abcd/000002.tsv");
    StageRecord record =
        StageRecord.of(K1, "train", List.of(), null).startingFrom(Optional.of(start));
    record.replace(workspace, experiment, "a");
    StageRecord read = StageRecord.read(workspace, experiment, "a");
    assertThat(read.start()).contains(start);
    assertThat(read.begun("2".repeat(32), "train").start()).contains(start);
    assertThat(read.startingFrom(Optional.empty()).start()).isEmpty();
  }

  @Test
  void recordedStarts_ofAllExperiments_areThoseOfTheKey() throws IOException {
    for (int i = 1; i <= 3; i++) {
      String key = i == 3 ? "2".repeat(32) : K1;
      RecordedStart start =
          new RecordedStart("x", "c".repeat(64), key, "000001-0123abcd/00000" + i + ".tsv");
      StageRecord.of(K1, "train", List.of(), null)
          .startingFrom(Optional.of(start))
          .replace(workspace, experiment, "stage" + i);
    }
    List<String> remarks = new ArrayList<>();
    StartsOfOthers starts = new StartsOfOthers(workspace.store(), K1, remarks::add);
    assertThat(starts.now()).extracting(CheckpointId::toString).containsOnly("1/1", "1/2");
    assertThat(remarks).isEmpty();
  }

  /** It may have named what was there when it was written. */
  @Test
  void recordedStarts_damagedRecord_areAllThatAreOlderAndItIsNamedOnce() throws IOException {
    Instant written = Instant.parse("2026-01-02T03:04:05Z");
    givenManifest(1, written.minusSeconds(9));
    givenManifest(2, written);
    givenManifest(3, written.plusSeconds(9));
    byte[] odd = "odd\n".getBytes(StandardCharsets.UTF_8);
    workspace.store().replace("experiments/other/odd.tsv", odd);
    age("experiments/other/odd.tsv", written);
    List<String> remarks = new ArrayList<>();
    StartsOfOthers starts = new StartsOfOthers(workspace.store(), K1, remarks::add);

    for (int i = 0; i < 2; i++) {
      assertThat(starts.now()).extracting(CheckpointId::toString).containsOnly("1/1", "1/2");
    }
    assertThat(remarks)
        .singleElement()
        .asString()
        .contains("experiments/other/odd.tsv:1: ")
        .contains("restore it, or delete it; until then, all checkpoints that are older");
  }

  private void givenManifest(int sequence, Instant saved) throws IOException {
    String name = "_checkpoints/" + K1 + "/000001-0123abcd/00000" + sequence + ".tsv";
    workspace.store().replace(name, new byte[1]);
    age(name, saved);
  }

  private void age(String name, Instant modified) throws IOException {
    Path file = workspace.store().file(name).orElseThrow();
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\tD\tK\tno-checkpoint",
        "x\tD\t../K\t000001-0123abcd/000002.tsv",
        "x\tD\tK\t",
        "x\tshort\t\t",
        "\tD\t\t",
        "x\tD\tK"
      })
  void parse_startOfAnotherForm_isBadData(String fields) {
    String line = "start-from\t" + fields.replace("D", "d".repeat(64)).replace("K", K1) + "\n";
    FactFile file = new FactFile("f", "key\t" + K1 + "\ttrain\n" + line, StageRecord.CURE);
    assertThatThrownBy(() -> StageRecord.parse("o", file))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("f:2: ");
  }

  /** Nothing is told but what was recorded: hashes of sources only from a record that is whole. */
  @Test
  void read_damagedAnywhere_isBadDataOrTellsNothingElse() throws IOException {
    List<String> patterns = List.of("?.en");
    StageRecord.of(K1, "import", patterns, sources())
        .begun("f".repeat(32), "import")
        .replace(workspace, experiment, "a");
    StageRecord whole = StageRecord.read(workspace, experiment, "a");
    Path file = folder.resolve("w/experiments/e/a.tsv");
    int refused = 0;
    for (Map.Entry<String, String> damaged : DamagedTexts.of(Files.readString(file)).entrySet()) {
      Files.writeString(file, damaged.getValue());
      try {
        StageRecord read = StageRecord.read(workspace, experiment, "a");
        assertThat(read.outputName()).as(damaged.getKey()).isEqualTo(whole.outputName());
        assertThat(whole.outputs()).as(damaged.getKey()).containsAll(read.outputs());
        assertThat(read.sources(patterns)).as(damaged.getKey()).isNull();
        assertThat(read.digests()).as(damaged.getKey()).isEmpty();
      } catch (BadDataException e) {
        assertThat(e).as(damaged.getKey()).hasMessageStartingWith(file + ":");
        assertThat(e).hasMessageEndingWith("; the record was altered: restore it, or delete it");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void read_ofAnEarlierVersionWithoutHash_tellsTheOutputAndNoSources() throws IOException {
    StageRecord.of(K1, "import", List.of("?.en"), sources()).replace(workspace, experiment, "a");
    Path file = folder.resolve("w/experiments/e/a.tsv");
    Files.writeString(file, Files.readString(file).replaceFirst("check\t.*\n", ""));

    StageRecord read = StageRecord.read(workspace, experiment, "a");
    assertThat(read.outputName()).contains("import-" + K1);
    assertThat(read.digests()).isEmpty();
  }

  /** Its imports could read several files of one side, one after another. */
  @Test
  void read_ofAnEarlierVersionWithFilesOneAfterAnother_tellsTheOutputAndNoSources()
      throws IOException {
    Path file = folder.resolve("w/experiments/e/a.tsv");
    Files.createDirectories(file.getParent());
    String source = "source\t/x%d.en\t5\tv1\t" + "5".repeat(64) + "\t0\t0\n";
    Files.writeString(
        file,
        "key\t%s\timport\npattern\t?.en\n".formatted(K1)
            + source.formatted(1)
            + source.formatted(2));

    StageRecord read = StageRecord.read(workspace, experiment, "a");
    assertThat(read.outputName()).contains("import-" + K1);
    assertThat(read.digests()).isEmpty();
    assertThat(read.sources(List.of("?.en"))).isNull();
  }

  @Test
  void claim_damagedAnywhere_isBadDataOrAClaim() throws IOException {
    LeaseClaim claim =
        new LeaseClaim(
            new LeaseHolder("id", "host", "machine", 12, "34"),
            Duration.ofSeconds(60),
            7,
            List.of("import-" + K1));
    String text = new String(claim.content(), StandardCharsets.UTF_8);
    assertThat(LeaseClaim.parse(new FactFile("claim", text, LeaseClaim.CURE))).contains(claim);
    int refused = 0;
    for (Map.Entry<String, String> damaged : DamagedTexts.of(text).entrySet()) {
      try {
        Optional<LeaseClaim> read =
            LeaseClaim.parse(new FactFile("claim", damaged.getValue(), LeaseClaim.CURE));
        assertThat(read.map(LeaseClaim::lifetime).orElse(Duration.ofSeconds(1)))
            .as(damaged.getKey())
            .isBetween(Duration.ZERO, Duration.ofDays(366));
      } catch (BadDataException e) {
        assertThat(e).as(damaged.getKey()).hasMessageStartingWith("claim:");
        assertThat(e).hasMessageEndingWith("; " + LeaseClaim.CURE);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(40);
    for (String line : text.lines().filter(l -> !l.startsWith("needs")).toList()) {
      assertThatThrownBy(
              () ->
                  LeaseClaim.parse(
                      new FactFile("claim", text.replace(line + "\n", ""), LeaseClaim.CURE)))
          .isInstanceOf(BadDataException.class)
          .hasMessage(
              "claim: a line is missing; it needs one each of 'shoestring', 'holder', 'seconds',"
                  + " 'beat'; "
                  + LeaseClaim.CURE);
    }
  }
}
