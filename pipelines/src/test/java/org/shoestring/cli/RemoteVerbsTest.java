package org.shoestring.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.S3Server;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.tsv.foreign.ForeignFile;

/** The verbs on what lies in S3: what they do, and what they ask for. */
public class RemoteVerbsTest {
  private static final int LINES = 100_000;

  @TempDir private static Path folder = Path.of("");
  private static S3Server server;
  private static Stores stores = Stores.withoutOptions();
  private static Shard shard;

  /** A folder of the bucket for each test. */
  private final String remote = "s3://bucket/" + UUID.randomUUID();

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String line(int number) {
    return number + "\tline " + new Random(number).nextLong();
  }

  @BeforeAll
  static void makeTableAndServer() throws IOException {
    Files.write(
        folder.resolve("raw.tsv"), IntStream.rangeClosed(1, LINES).mapToObj(i -> line(i)).toList());
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [n, text]}
          model: {train: raw, command: "echo model > {out}/m"}
        """);
    Ran.by("run", path("e.yaml"), "--work-dir", path("work")).good();
    shard =
        Table.in(
                Stores.withoutOptions(),
                Ran.by("path", path("e.yaml"), "raw").good().out().strip(),
                "main")
            .shards()
            .get(0);
    server = S3Server.in(folder.resolve("server"));
    stores = server.stores().workingIn(folder.resolve("local"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** What was asked of the bucket since a moment. */
  private static final class Asked {
    private final Map<Kind, Long> before = new EnumMap<>(Kind.class);
    private final long bytes = traffic().bytesDown();

    Asked() {
      for (Kind kind : Kind.values()) {
        before.put(kind, traffic().requests(kind));
      }
    }

    private static Traffic traffic() {
      stores.at("s3://bucket");
      return requireNonNull(stores.traffic().get("s3://bucket"));
    }

    long of(Kind kind) {
      return traffic().requests(kind) - before.getOrDefault(kind, 0L);
    }

    long all() {
      return Stream.of(Kind.values()).mapToLong(this::of).sum();
    }

    long bytesDown() {
      return traffic().bytesDown() - bytes;
    }
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = ObjectName.of(name).open(stores)) {
      return in.readAllBytes();
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in = ForeignFile.decompress(ObjectName.of(name).open(stores), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> lines(String name, long from, int count) throws IOException {
    List<String> read = new ArrayList<>();
    try (LineSource lines = LineSource.open(name, from, new SettingOptions(stores))) {
      while (read.size() < count && lines.next()) {
        read.add(lines.row().toString());
      }
    }
    return read;
  }

  private String copied() {
    assertThat(Ran.by(stores, "cp", path("e.yaml:raw"), remote + "/raw").good().err())
        .startsWith("shoestring: " + remote + "/raw: 1 object, ");
    return remote + "/raw";
  }

  @Test
  void cp_manySmallFiles_goThereAndOnWithoutACopyOnDisk() throws IOException {
    Stores own = server.stores().workingIn(folder.resolve("unused"));
    Files.createDirectories(folder.resolve("forty"));
    for (int i = 10; i < 50; i++) {
      Files.writeString(folder.resolve("forty/f" + i), "file " + i);
    }

    Ran.by(own, "cp", path("forty/*"), "s3://bucket/forty/").good();
    Ran.by(own, "cp", "s3://bucket/forty/*", "s3://bucket/again/").good();
    assertThat(folder.resolve("unused")).doesNotExist();

    Ran.by(own, "cp", "s3://bucket/again/*", path("back") + "/").good();
    for (int i = 10; i < 50; i++) {
      assertThat(folder.resolve("back/f" + i)).hasContent("file " + i);
    }
  }

  @Test
  void cp_smallFiles_takeARequestEachAndReplaceNothing() throws IOException {
    Files.createDirectories(folder.resolve("three"));
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(folder.resolve("three/" + name), "file " + name);
    }
    Asked asked = new Asked();

    Ran.by(stores, "cp", path("three/*"), "s3://bucket/three/").good();
    assertThat(asked.of(Kind.PUT)).isEqualTo(3);
    assertThat(asked.all()).isEqualTo(3);

    assertThat(Ran.by(stores, "cp", path("three/a"), "s3://bucket/three/").good().err())
        .isEqualTo("shoestring: s3://bucket/three/a: already there, with the same content\n");
    Files.writeString(folder.resolve("three/b"), "file B");
    assertThat(Ran.by(stores, "cp", path("three/b"), "s3://bucket/three/").error(2, folder))
        .contains("s3://bucket/three/b: this file exists already; to replace it, add --force");
    assertThat(text("s3://bucket/three/b")).isEqualTo("file b");

    Ran.by(stores, "cp", "-f", path("three/b"), "s3://bucket/three/").good();
    assertThat(text("s3://bucket/three/b")).isEqualTo("file B");
  }

  @Test
  void cp_outputOfManyFiles_goesThereAndOnWithoutACopyOnDisk() throws IOException {
    Stores own = server.stores().workingIn(folder.resolve("none"));

    Ran.by(own, "cp", path("e.yaml:model"), "s3://bucket/m1").good();
    Ran.by(own, "cp", "s3://bucket/m1", "s3://bucket/m2").good();
    assertThat(folder.resolve("none")).doesNotExist();

    Ran.by(own, "cp", "s3://bucket/m2", path("m3")).good();
    assertThat(Table.manifestIn(own, path("m3")).text())
        .isEqualTo(Table.manifestIn(own, "s3://bucket/m1").text());
  }

  @Test
  void cp_output_isTheSameThereAndBackWithoutARequestMore() throws IOException {
    Asked asked = new Asked();
    String there = copied();

    assertThat(asked.of(Kind.PUT)).isEqualTo(3); // Shard, record, manifest.
    assertThat(asked.of(Kind.LIST)).isEqualTo(1); // Whether gc has removed it, and what is there.
    assertThat(asked.of(Kind.GET)).isEqualTo(1); // Whether there is a manifest.
    assertThat(asked.all()).isEqualTo(5);
    assertThat(Ran.by(stores, "wc", there).good().out())
        .isEqualTo(shard.lines() + "\t" + shard.raw() + "\t" + there + "\n");
    assertThat(Ran.by(stores, "ls", there).good().out())
        .isEqualTo(Ran.by(stores, "ls", path("e.yaml:raw")).good().out());
    Path back = folder.resolve(UUID.randomUUID().toString());
    Ran.by(stores, "cp", there + "/", back.toString()).good();
    assertThat(back.resolve(shard.name()))
        .hasSameBinaryContentAs(Path.of(shard.folder(), shard.name()));
    assertThat(back.resolve(Manifest.NAME))
        .hasSameBinaryContentAs(Path.of(shard.folder(), Manifest.NAME));
  }

  @Test
  void cp_outputAgain_sendsNothing() throws IOException {
    String there = copied();
    Asked asked = new Asked();

    assertThat(Ran.by(stores, "cp", path("e.yaml:raw"), there).good().err())
        .isEqualTo("shoestring: " + there + ": 0 objects, 0 B; 1 already there\n");
    assertThat(asked.of(Kind.PUT)).isZero();
  }

  @Test
  void cp_outputOfFilesIntoAFolder_hasItsOwnNameThere() throws IOException {
    String output = Ran.by(stores, "path", path("e.yaml"), "model").good().out().strip();
    Ran.by(stores, "cp", path("e.yaml:model"), remote + "/").good();

    String name = Path.of(output).getFileName().toString();
    assertThat(Ran.by(stores, "ls", remote + "/" + name).good().out())
        .startsWith("m\t6 B\t_files/");
    assertThat(Ran.by(stores, "cp", path("e.yaml:raw"), remote + "/" + name).error(2, folder))
        .startsWith(remote + "/" + name + ": holds another output (" + name + ", not the import-");
  }

  @Test
  void lines_firstOfALargeShard_readItsBeginning() throws IOException {
    String there = copied();
    long manifest = read(there + "/" + Manifest.NAME).length;
    assertThat(shard.members().size()).isGreaterThan(2);
    Asked asked = new Asked();

    assertThat(lines(there, 0, 2)).containsExactly(line(1), line(2));
    assertThat(asked.of(Kind.GET)).isEqualTo(2); // Manifest and shard.
    assertThat(asked.all()).isEqualTo(2);
    assertThat(asked.bytesDown()).isEqualTo(manifest + shard.members().bytes(0));
  }

  @Test
  void lines_fromALateLine_readItsMemberOnly() throws IOException {
    String there = copied();
    long manifest = read(there + "/" + Manifest.NAME).length;
    int last = shard.members().size() - 1;
    Asked asked = new Asked();

    assertThat(lines(there, LINES - 2, 9)).containsExactly(line(LINES - 1), line(LINES));
    assertThat(asked.all()).isEqualTo(2);
    assertThat(asked.bytesDown()).isEqualTo(manifest + shard.members().bytes(last));
  }

  @Test
  void lines_firstOfALargeFile_readItsBeginning() throws IOException {
    Ran.by(stores, "cp", path("raw.tsv"), remote + "/raw.tsv.gz").good();
    long size = read(remote + "/raw.tsv.gz").length;
    Asked asked = new Asked();

    assertThat(lines(remote + "/raw.tsv.gz", 0, 2)).containsExactly(line(1), line(2));
    assertThat(asked.of(Kind.GET)).isEqualTo(1);
    assertThat(asked.all()).isEqualTo(1);
    assertThat(asked.bytesDown()).isLessThan(size / 2);
  }

  @Test
  void cp_files_areCompressedAsTheirNamesSay() throws IOException {
    String raw = Files.readString(folder.resolve("raw.tsv"));
    Ran.by(stores, "cp", path("raw.tsv"), remote + "/a.tsv").good();
    Ran.by(stores, "cp", path("e.yaml:raw:text"), remote + "/text.txt").good();
    String text = remote + "/text.txt";
    assertThat(
            Ran.by(stores, "score", "-b", "-m", "accuracy", text, path("e.yaml:raw:text"))
                .good()
                .out())
        .isEqualTo(Ran.by(stores, "score", "-b", "-m", "accuracy", text, text).good().out());
    assertThat(read(remote + "/a.tsv")).isEqualTo(raw.getBytes(StandardCharsets.UTF_8));
    Ran.by(stores, "cp", remote + "/a.tsv", remote + "/b.gz").good();
    assertThat(text(remote + "/b.gz")).isEqualTo(raw);
    Ran.by(stores, "cp", remote + "/b.gz", remote + "/c.gz").good();
    assertThat(read(remote + "/c.gz")).isEqualTo(read(remote + "/b.gz")).startsWith(0x1f, 0x8b);
    Ran.by(stores, "cp", remote + "/c.gz", remote + "/d.tsv.bz2").good();
    assertThat(read(remote + "/d.tsv.bz2")).startsWith('B', 'Z', 'h');
    String back = path(UUID.randomUUID().toString());
    Ran.by(stores, "cp", remote + "/d.tsv.bz2", back).good();
    assertThat(Path.of(back)).hasContent(raw);
  }

  @Test
  void cp_globIntoAFolder_copiesEachUnderItsName() throws IOException {
    for (String name : List.of("x/1.txt", "x/2.txt", "x/3.tsv")) {
      Ran.by(stores, "cp", path("e.yaml"), remote + "/" + name).good();
    }
    Path to = folder.resolve(UUID.randomUUID().toString());

    assertThat(Ran.by(stores, "cp", remote + "/x/*.txt", to.toString()).error(2, folder))
        .isEqualTo(
            to.getFileName()
                + ": this is the target of 2 copies, so it must be a folder; end its name with /");
    Ran.by(stores, "cp", remote + "/x/*.txt", to + "/").good();
    try (Stream<Path> files = Files.list(to)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("1.txt", "2.txt");
    }
  }

  @Test
  void exportAndImport_betweenStores_areInverse() throws IOException {
    String there = copied();
    Ran.by(stores, "export", there, remote + "/e.jsonl.gz").good();
    assertThat(text(remote + "/e.jsonl.gz").lines().findFirst())
        .contains("{\"n\":\"1\",\"text\":\"" + line(1).substring(2) + "\"}");
    Ran.by(stores, "import", remote + "/e.jsonl.gz", remote + "/back.tsv.gz", "-c", "n,text")
        .good();
    Ran.by(stores, "export", there, remote + "/e.csv").good();
    Ran.by(stores, "import", remote + "/e.csv", remote + "/back.tsv").good();
    Ran.by(stores, "export", there, remote + "/e.{}.bz2", "--format", "parallel").good();
    Ran.by(stores, "import", remote + "/e.n.bz2", remote + "/e.text.bz2", remote + "/back2.tsv")
        .good();

    String raw = Files.readString(folder.resolve("raw.tsv"));
    assertThat(text(remote + "/back.tsv.gz")).isEqualTo(raw);
    assertThat(text(remote + "/back.tsv")).isEqualTo(raw);
    assertThat(text(remote + "/back2.tsv")).isEqualTo(raw);
  }

  @Test
  void anyVerb_nothingThere_isExit2() {
    for (String[] verb :
        List.of(
            new String[] {"wc", remote + "/none.tsv"},
            new String[] {"wc", remote + "/none"},
            new String[] {"score", remote + "/none.tsv", remote + "/none.tsv"},
            new String[] {"cp", remote + "/none.tsv", path("none")},
            new String[] {"export", remote + "/none.tsv", path("none.csv")})) {
      assertThat(Ran.by(stores, verb).error(2, folder))
          .startsWith(verb[1] + ": no such file or output; expected ");
    }
    assertThat(Ran.by(stores, "import", remote + "/none.csv", path("none.tsv")).error(2, folder))
        .isEqualTo(remote + "/none.csv: no such file; correct the path");
    assertThat(Ran.by(stores, "cp", remote + "/*.gz", path("none/")).error(2, folder))
        .isEqualTo(remote + "/*.gz: no file matches this pattern; correct the path or the pattern");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void ls_whatIsNoOutput_saysWhatItIs() {
    Ran.by(stores, "cp", path("e.yaml"), remote + "/folder/e.yaml").good();
    Ran.by(stores, "cp", path("w/_workspace.tsv"), remote + "/ws/_workspace.tsv").good();

    assertThat(Ran.by(stores, "ls", remote + "/folder").error(2, folder))
        .isEqualTo(
            remote
                + "/folder: there is no finished table here, because there is no _manifest.tsv,"
                + " which is written last");
    assertThat(Ran.by(stores, "ls", remote + "/none").error(2, folder))
        .startsWith(remote + "/none: there is nothing here; expected ");
    assertThat(Ran.by(stores, "wc", remote + "/ws/").error(2, folder))
        .startsWith(
            remote
                + "/ws/: this is a workspace; choose one of its outputs, "
                + remote
                + "/ws/outputs/");
  }

  @Test
  void ls_output_asksForItsManifestOnly() {
    String there = copied();
    Asked asked = new Asked();

    Ran.by(stores, "ls", there).good();

    assertThat(asked.all()).isEqualTo(1);
  }

  @Test
  void cp_folderThatIsNoOutput_saysHowItsFilesAreNamed() {
    Ran.by(stores, "cp", path("e.yaml"), remote + "/folder/e.yaml").good();

    assertThat(Ran.by(stores, "cp", remote + "/folder/", path("copies/")).error(2, folder))
        .isEqualTo(
            remote
                + "/folder/: this is a folder; for the files in it, write '"
                + remote
                + "/folder/*'");
  }

  @Test
  void cp_muchToSend_saysWhatIsWaitedFor() throws IOException {
    Files.write(folder.resolve("big.bin"), new byte[12_000_000]);
    Files.write(folder.resolve("small.bin"), new byte[1000]);
    assertThat(Ran.by(stores, "cp", path("big.bin"), remote + "/big.bin").good().err())
        .isEqualTo(
            "shoestring: %s/big.bin: sending 12 MB\nshoestring: %s/big.bin: 12 MB\n"
                .formatted(remote, remote));
    assertThat(Ran.by(stores, "cp", path("small.bin"), remote + "/small.bin").good().err())
        .isEqualTo("shoestring: " + remote + "/small.bin: 1.0 kB\n");
  }

  @Test
  void anyVerb_noBucket_isExit5() {
    assertThat(Ran.by(stores, "wc", "s3://other/x.tsv").error(5, folder))
        .startsWith("s3://other: no such bucket; create it");
    assertThat(Ran.by(stores, "cp", path("e.yaml"), "s3://other/x.yaml").error(5, folder))
        .startsWith("s3://other: no such bucket; create it");
    assertThat(Ran.by(stores, "import", "s3://other/none.csv", path("none.tsv")).error(5, folder))
        .startsWith("s3://other: no such bucket; create it");
    assertThat(Ran.by(stores, "gc", "-n", "s3://other/w").error(5, folder))
        .startsWith("s3://other: no such bucket; create it");
  }
}
