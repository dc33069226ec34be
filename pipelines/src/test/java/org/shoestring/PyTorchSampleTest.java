package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.bytes.Sha256;
import org.shoestring.table.record.Manifest;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.MemberEncoder;

/** The PyTorch trainer of the en-de sample and its translator, as a user starts them. */
@Tag("long")
@Timeout(300)
class PyTorchSampleTest {
  private static final int KILLS = 6;
  private static final List<String> NAMES = List.of("Paul", "Anna", "Max", "Lena", "Eva", "Tim");

  @TempDir private static Path shared = Path.of("");

  /** A run that nobody disturbed. */
  private static SampleTrainer undisturbed = new SampleTrainer("", shared, shared, List.of());

  private static String said = "";

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    Path data = shards(shared.resolve("data"), Codec.GZIP);
    undisturbed =
        new SampleTrainer(PyTorch.python(), data, shared.resolve("undisturbed"), List.of());
    said = undisturbed.run(0);
  }

  /** 240 lines in two shards, of which the first one has two members. */
  private static Path shards(Path table, Codec codec) throws IOException {
    Files.createDirectories(table);
    String manifest =
        "table\tmain\ten\tde\n"
            + shard(table, codec, 0, lines(0, 80), lines(80, 160))
            + shard(table, codec, 1, lines(160, 240));
    Files.writeString(table.resolve(Manifest.NAME), manifest);
    return table;
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                (i % 2 == 0 ? "%1$s is old.\t%1$s ist alt.\n" : "Does %1$s sing?\tSingt %1$s?\n")
                    .formatted(NAMES.get(i / 2 % NAMES.size())))
        .collect(Collectors.joining());
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Writes a shard with a member for each text, and gives its line of the manifest. */
  private static String shard(Path table, Codec codec, int number, String... texts)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Sha256 hash = new Sha256();
    List<String> members = new ArrayList<>();
    try (MemberEncoder encoder = codec.encoder(codec.defaultLevel())) {
      for (String text : texts) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        hash.update(raw, 0, raw.length);
        int before = out.size();
        encoder.encode(raw, raw.length, out);
        members.add(text.lines().count() + ":" + (out.size() - before));
      }
    }
    String name = "part-0000" + number + "-00000-x.tsv." + codec.extension();
    Files.write(table.resolve(name), out.toByteArray());
    return String.join(
            "\t",
            "shard",
            "main",
            name,
            Long.toString(Stream.of(texts).flatMap(String::lines).count()),
            "0", // Raw bytes, which the reader does not need.
            Integer.toString(out.size()),
            hash.hex(),
            String.join(",", members))
        + "\n";
  }

  private static void assertEndedAsUndisturbed(SampleTrainer trainer) throws IOException {
    assertThat(trainer.model()).hasSameBinaryContentAs(undisturbed.model());
    assertThat(trainer.newestTensors()).isEqualTo(undisturbed.newestTensors());
  }

  private static double value(String metric, int step) {
    Matcher line = Pattern.compile("(?m)^" + step + "\t" + metric + "\t(.+)$").matcher(said);
    assertThat(line.find()).as(said).isTrue();
    return Double.parseDouble(line.group(1));
  }

  @Test
  void train_undisturbed_learnsAndPrintsMeasurements() {
    assertThat(said.lines())
        .filteredOn(line -> !line.equals("starts from nothing"))
        .hasSize(SampleTrainer.STEPS / 20 + 2 * SampleTrainer.STEPS / SampleTrainer.EVERY)
        .allMatch(line -> line.matches("\\d+\t(loss|dev-loss|dev-accuracy)\t\\d+\\.\\d{4}"));
    assertThat(value("loss", 20)).isGreaterThan(1);
    assertThat(value("loss", SampleTrainer.STEPS)).isLessThan(0.2);
    assertThat(value("dev-accuracy", SampleTrainer.STEPS)).isEqualTo(1);
  }

  @Test
  void train_killedAtRandomMoments_endsInTheSameBytes() throws Exception {
    SampleTrainer trainer = undisturbed.in(folder.resolve("run"));
    Random random = new Random(17);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = trainer.start();
      trainer.awaitCheckpoint(process);
      process.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
    }
    String last = trainer.run(0);

    assertThat(last).contains("continues from ");
    assertEndedAsUndisturbed(trainer);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void train_signal_savesTheStepItIsAt(String signal, int code) throws Exception {
    IgnoredSignals.assumeHeeded(signal);
    // No checkpoint is due until the end.
    SampleTrainer trainer = undisturbed.in(folder.resolve("run")).with("--every", "1000");
    Process process = trainer.start();
    while (process.isAlive() && !trainer.said().contains("\n40\tloss\t")) {
      Thread.sleep(20);
    }
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

    assertThat(process.waitFor()).as(trainer.said()).isEqualTo(code);
    assertThat(trainer.model()).doesNotExist();
    assertThat(trainer.saved())
        .singleElement()
        .satisfies(path -> assertThat(trainer.said()).contains(lossBefore(path)));
    Path saved = trainer.saved().get(0);
    List<String> before = losses(trainer.said());
    SampleTrainer again = undisturbed.in(folder.resolve("run"));
    String end = again.run(0);
    assertThat(end).startsWith("continues from " + saved + "\n");
    assertEndedAsUndisturbed(again);
    assertThat(Stream.concat(before.stream(), losses(end).stream()))
        .containsExactlyElementsOf(losses(said));
  }

  private static List<String> losses(String said) {
    return said.lines().filter(line -> line.contains("\tloss\t")).toList();
  }

  /** The last loss that was printed when a checkpoint was saved. */
  private static String lossBefore(Path checkpoint) {
    String digits = checkpoint.getFileName().toString().replaceAll("\\D", "");
    return "\n" + Integer.parseInt(digits) / 20 * 20 + "\tloss\t";
  }

  @Test
  void train_newestCheckpointsDamaged_continuesFromTheNewestIntactOne() throws Exception {
    SampleTrainer trainer = undisturbed.in(folder.resolve("run"));
    Files.createDirectories(trainer.checkpoints());
    for (Path file : undisturbed.saved()) {
      Files.copy(file, trainer.checkpoints().resolve(file.getFileName()));
    }
    List<Path> saved = trainer.saved();
    assertThat(saved).hasSize(3);
    byte[] whole = Files.readAllBytes(saved.get(0));
    Files.write(saved.get(0), Arrays.copyOf(whole, whole.length / 2));
    byte[] flipped = Files.readAllBytes(saved.get(1));
    flipped[flipped.length / 2] ^= 1;
    Files.write(saved.get(1), flipped);

    assertThat(trainer.run(0))
        .startsWith("skips " + saved.get(0) + ", which is damaged: File is not a zip file\n")
        .contains("\nskips " + saved.get(1) + ", which is damaged: a checksum in it is wrong\n")
        .contains("\ncontinues from " + saved.get(2) + "\n");
    assertEndedAsUndisturbed(trainer);
  }

  @Test
  void train_bzip2_givesTheSameModel() throws Exception {
    Path table = shards(folder.resolve("data"), Codec.BZIP2);
    SampleTrainer trainer = undisturbed.in(folder.resolve("run")).on(table);
    trainer.run(0);

    assertEndedAsUndisturbed(trainer);
  }

  @Test
  void train_otherSeed_givesAnotherModel() throws Exception {
    SampleTrainer trainer = undisturbed.in(folder.resolve("run")).with("--seed", "2");
    trainer.run(0);

    assertThat(Files.mismatch(trainer.model(), undisturbed.model())).isNotNegative();
  }

  @Test
  void train_lossIsNoNumber_stopsWithoutSavingIt() throws Exception {
    SampleTrainer trainer = undisturbed.in(folder.resolve("run")).with("--rate", "1e38");

    assertThat(trainer.run(1))
        .containsPattern("(?m)^\\d+\tloss\t(nan|inf)$")
        .containsPattern("(?m)^the loss of step \\d+ is (nan|inf); try a lower --rate$");
    assertThat(trainer.saved()).isEmpty();
    assertThat(trainer.model()).doesNotExist();
  }

  @Test
  void train_tableOfThreeColumns_isNamed() throws Exception {
    Path table = Files.createDirectory(folder.resolve("data"));
    Path manifest = table.resolve(Manifest.NAME);
    Files.writeString(
        manifest, "table\tmain\ten\tde\tfr\n" + shard(table, Codec.GZIP, 0, "a\tb\tc\n"));

    assertThat(undisturbed.in(folder.resolve("run")).on(table).run(1))
        .isEqualTo(manifest + ": the columns are en, de, fr, but there must be two\n");
  }

  @Test
  void translate_pythonWithoutPyTorch_saysWhatToInstall() throws Exception {
    String program = SampleTrainer.SAMPLE.resolve("translate.py").toString();
    // With -S, Python sees its standard library only.
    Process process =
        new ProcessBuilder(undisturbed.python(), "-S", program, "--model", "x")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(text)
        .isEqualTo(
            "No module named 'torch'; install PyTorch, for example Debian's package python3-torch\n");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private static List<String> translate(byte[] lines) throws Exception {
    Path program = SampleTrainer.SAMPLE.resolve("translate.py");
    Process process =
        new ProcessBuilder(
                undisturbed.python(),
                program.toString(),
                "--model",
                String.valueOf(undisturbed.model().getParent()))
            .redirectError(Redirect.INHERIT)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(lines);
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out).endsWith("\n");
    return List.of(out.substring(0, out.length() - 1).split("\n", -1));
  }

  @Test
  void translate_manyLines_answersEachInOrder() throws Exception {
    List<String> names = IntStream.range(0, 150).mapToObj(i -> NAMES.get(i * i % 6)).toList();
    String lines = String.join("", names.stream().map(name -> name + " is old.\n").toList());

    assertThat(translate(lines.getBytes(StandardCharsets.UTF_8)))
        .containsExactlyElementsOf(names.stream().map(name -> name + " ist alt.").toList());
  }

  @Test
  void translate_oddLines_answersEachWithOneLine() throws Exception {
    String lines =
        "\n  \nPaul is old.\n\u0085\u2028\r\n\tAnna is  old.\u00A0\nvery odd\t\f\u001c words\n";
    byte[] broken = {(byte) 0xFF, '\n', 'E', 'v', 'a', ' ', 'i', 's', ' ', 'o', 'l', 'd', '.'};

    List<String> answers = translate(joined(lines.getBytes(StandardCharsets.UTF_8), broken));
    assertThat(answers).hasSize(8);
    assertThat(answers)
        .startsWith("", "", "Paul ist alt.", "", "Anna ist alt.")
        .endsWith("Eva ist alt.");
    assertThat(answers).noneMatch(answer -> answer.matches(".*[\\s\\u0085\\u2028]{2}.*|.*\t.*"));
  }
}
