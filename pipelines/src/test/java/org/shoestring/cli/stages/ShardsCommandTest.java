package org.shoestring.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.Ran;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;

/** {@code shards verify} on copies of a workspace, intact and damaged. */
class ShardsCommandTest {
  private static final String OK = "\tok\t";

  @TempDir private static Path made = Path.of("");

  private final Path folder;

  ShardsCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void runOnce() throws IOException {
    Files.writeString(
        made.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a, b], shard-size: 4k, max-bad-lines: 1}
          clean: {preprocess: raw, steps: [deduplicate]}
          shards: {shard: clean, into: 6}
          even: {shard: clean, into: 6, balance: {tokens: b}}
          model: {train: shards, command: "echo model > {out}/m"}
        """);
    Files.write(
        made.resolve("raw.tsv"),
        IntStream.range(0, 1000)
            .mapToObj(i -> i % 997)
            .map(i -> i + (i == 7 ? "" : "\tx" + " x".repeat(i % 9)))
            .toList());
    Ran.by("run", made.resolve("e.yaml").toString(), "--work-dir", made.resolve("work") + "")
        .good();
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(made)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(made.relativize(file));
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Ran verify(String stage, String... more) {
    return Ran.by(
        Stream.concat(
                Stream.of("shards", "verify", folder.resolve("e.yaml:" + stage).toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Path output(String stage) {
    return Path.of(Ran.by("path", folder.resolve("e.yaml").toString(), stage).good().out().strip());
  }

  private List<CommittedShard> shards(String stage) throws IOException {
    return Table.in(Stores.withoutOptions(), output(stage).toString(), TableName.MAIN).shards();
  }

  private static Path file(Shard shard) {
    return Path.of(shard.folder(), shard.object());
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  /** The lines of checks that found something, which must fail. */
  private List<String> wrong(Ran said) {
    assertThat(said.code()).as(said.out() + said.err()).isEqualTo(4);
    List<String> wrong = said.lines(folder).stream().filter(line -> !line.contains(OK)).toList();
    assertThat(said.err())
        .endsWith(": " + wrong.size() + (wrong.size() == 1 ? " check" : " checks") + " failed\n");
    return wrong;
  }

  @Test
  void verify_intactShards_isOk() throws IOException {
    for (String jobs : List.of("1", "2", "5")) {
      Ran said = verify("shards", "-j", jobs).good();
      int inputs = shards("clean").size();
      assertThat(inputs).isGreaterThan(1);
      assertThat(said.err()).isEmpty();
      List<String> lines = said.lines(folder);
      assertThat(lines).hasSize(inputs + 6 + 3).allMatch(line -> line.contains(OK));
      assertThat(lines.get(0)).startsWith("input shard 0\tw/outputs/preprocess-");
      assertThat(lines.get(inputs)).startsWith("shard 0\tw/outputs/shard-");
      assertThat(lines.get(inputs + 5)).matches("shard 5\t\\S+\tok\tlines 166, raw [0-9]+");
      assertThat(lines.get(inputs + 6)).matches("lines\t\\S+\tok\tin 996, out 996");
      assertThat(lines.get(inputs + 7)).matches("checksum\t\\S+\tok\tin ([0-9a-f]{32}), out \\1");
      assertThat(lines.get(inputs + 8))
          .matches("sizes\t\\S+\tok\tshards 6, lines of each 166 to 166");
    }
  }

  @Test
  void verify_balancedByTokens_isOk() {
    List<String> lines = verify("even", "-j", "2").good().lines(folder);
    assertThat(lines).allMatch(line -> line.contains(OK));
    assertThat(lines.get(lines.size() - 1))
        .matches(
            "sizes\t\\S+\tok\tshards 6, lines of each 1[567]\\d to 1[678]\\d, tokens of each"
                + " 8[23]\\d to 8[23]\\d");
  }

  /** The shards of the other stage have the same lines, but are not cut by tokens. */
  @Test
  void verify_notCutByTokens_namesTheShard() throws IOException {
    Path manifest = output("even").resolve(Manifest.NAME);
    List<String> lines = new ArrayList<>(Files.readAllLines(manifest));
    int at = IntStream.range(0, lines.size()).filter(i -> isShard(lines.get(i))).min().getAsInt();
    lines.removeIf(ShardsCommandTest::isShard);
    lines.addAll(
        at,
        Files.readAllLines(output("shards").resolve(Manifest.NAME)).stream()
            .filter(ShardsCommandTest::isShard)
            .toList());
    lines.set(0, "shoestring\t1"); // As below, without the hash of the other lines.
    for (Shard shard : shards("shards")) {
      Files.copy(
          file(shard),
          manifest.resolveSibling(shard.object()),
          StandardCopyOption.REPLACE_EXISTING); // A shard may be the same in both.
    }
    Files.write(manifest, lines);

    List<String> wrong = wrong(verify("even"));

    assertThat(wrong).hasSize(1);
    assertThat(wrong.get(0))
        .startsWith("sizes\t")
        .containsPattern(
            "shard 0 has 166 lines, but where shards have equally many tokens it has \\d+\t");
  }

  private static boolean isShard(String line) {
    return line.startsWith("shard\t");
  }

  @Test
  void verify_flippedByte_namesTheShard() throws IOException {
    Shard shard = shards("shards").get(3);
    int bytes = (int) Files.size(file(shard));
    for (int at : List.of(0, 5, bytes / 2, bytes - 1)) {
      flip(file(shard), at);
      List<String> wrong = wrong(verify("shards"));
      assertThat(wrong.get(0))
          .startsWith("shard 3\t" + folder.relativize(file(shard)) + "\t")
          .contains("the stored bytes have the hash ");
      assertThat(wrong.subList(1, wrong.size()))
          .allMatch(line -> line.startsWith("lines\t") || line.startsWith("checksum\t"));
      flip(file(shard), at);
    }
    verify("shards").good();
  }

  @Test
  void verify_missingShard_isNamed() throws IOException {
    Shard shard = shards("shards").get(5);
    Files.delete(file(shard));
    List<String> wrong = wrong(verify("shards"));
    assertThat(wrong).hasSize(3);
    assertThat(wrong.get(0))
        .isEqualTo(
            "shard 5\t"
                + folder.relativize(file(shard))
                + "\tthe shard is missing\tlines 0, raw 0");
    assertThat(wrong.get(1))
        .contains("the input has a different number of lines")
        .endsWith("in 996, out 830");
  }

  /** Without the hash of the lines below, as a program at fault would have written them. */
  private void replaceInManifest(String line, String by) throws IOException {
    Path manifest = output("shards").resolve(Manifest.NAME);
    String text = Files.readString(manifest);
    assertThat(text).contains(line);
    String lines = text.substring(text.indexOf('\n'));
    Files.writeString(manifest, "shoestring\t1" + lines.replace(line, by));
  }

  private String manifestLine(Shard shard) throws IOException {
    return Files.readAllLines(output("shards").resolve(Manifest.NAME)).stream()
            .filter(line -> line.contains(shard.name()))
            .findFirst()
            .orElseThrow()
        + "\n";
  }

  @Test
  void verify_intactShardsInOthersPlaces_areNamed() throws IOException {
    List<CommittedShard> shards = shards("shards");
    String first = manifestLine(shards.get(1));
    String second = manifestLine(shards.get(2));
    replaceInManifest(first + second, second + first);

    List<String> wrong = wrong(verify("shards"));

    assertThat(wrong).hasSize(2);
    assertThat(wrong.get(0))
        .startsWith("shard 1\t" + folder.relativize(file(shards.get(2))) + "\t")
        .contains("the shard has other lines than it must have: their checksum is ");
    assertThat(wrong.get(1))
        .startsWith("shard 2\t" + folder.relativize(file(shards.get(1))) + "\t")
        .contains("the shard has other lines than it must have: their checksum is ");
  }

  @Test
  void verify_shardThatIsLeftOut_isTold() throws IOException {
    replaceInManifest(manifestLine(shards("shards").get(1)), "");
    List<String> wrong = wrong(verify("shards"));
    assertThat(wrong).hasSize(3);
    assertThat(wrong.get(2))
        .startsWith("sizes\t")
        .endsWith("\thas 5 shards, expected 6\tshards 5, lines of each 166 to 166");
  }

  @Test
  void verify_damagedInput_isNamedAndNothingElse() throws IOException {
    Shard shard = shards("clean").get(1);
    flip(file(shard), (int) Files.size(file(shard)) / 2);
    List<String> wrong = wrong(verify("shards"));
    assertThat(wrong.get(0))
        .startsWith("input shard 1\t" + folder.relativize(file(shard)) + "\tmember 1 of 1: ");
    assertThat(wrong.get(wrong.size() - 1))
        .startsWith("checksum\t")
        .contains("not compared, because the input is damaged");
    assertThat(wrong).noneMatch(line -> line.startsWith("shard "));
  }

  @Test
  void verify_otherStages_areCheckedByThemselves() throws IOException {
    List<String> lines = verify("clean").good().lines(folder);
    assertThat(lines.get(0)).startsWith("shard 0\tw/outputs/preprocess-");
    assertThat(lines).anyMatch(line -> line.startsWith("_rejected shard 0\t"));
    assertThat(lines.get(lines.size() - 1))
        .startsWith("input\tw/outputs/preprocess-")
        .endsWith(
            "\tnot compared; only a shard stage named as FILE.yaml:STAGE is compared with its input\tstage type"
                + " preprocess");
    List<String> files = verify("model").good().lines(folder);
    assertThat(files).hasSize(2);
    assertThat(files.get(0)).matches("file\tw/outputs/train-.*/m\tok\tbytes 6");

    Shard shard = shards("clean").get(0);
    flip(file(shard), 11);
    Ran said = verify("clean");
    assertThat(said.code()).isEqualTo(4);
    assertThat(said.lines(folder).get(0)).doesNotContain(OK);
    assertThat(said.err()).endsWith("e.yaml:clean: 1 check failed\n");
    Path model = folder.resolve(files.get(0).split("\t", -1)[1]);
    Files.writeString(model, "madel\n");
    assertThat(verify("model").lines(folder).get(0)).contains("the file has the SHA-256 ");
    Files.delete(model);
    assertThat(verify("model").lines(folder).get(0)).contains("\tthe file is missing\t");
  }

  @Test
  void verify_folder_isCheckedByItself() {
    Ran said = Ran.by("shards", "verify", output("shards").toString()).good();
    assertThat(said.lines(folder)).hasSize(7);
    assertThat(said.lines(folder).get(6))
        .contains(
            "\tnot compared; only a shard stage named as FILE.yaml:STAGE is compared with its input\t");
  }

  @Test
  void verify_whatCannotBe_saysWhy() {
    assertThat(verify("shards:x").error(2, folder))
        .isEqualTo(
            "e.yaml:shards:x: shards verify takes a whole stage, without a table or columns:"
                + " shards");
    assertThat(verify("shards", "-j", "0").error(2, folder))
        .isEqualTo("--jobs N must be a whole number of 1 or more, but is '0'");
    assertThat(Ran.by("shards").code()).isEqualTo(2);
    assertThat(Ran.by("shards", "verify", "--help").good().out())
        .startsWith("Usage: shoestring shards verify ")
        .contains("--jobs", "Example");
  }
}
