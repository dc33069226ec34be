package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.shoestring.store.Stores;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;

/** {@code cp} of files and outputs between here and S3. */
public class RemoteCopiesTest extends RemoteTableCase {
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
  void cp_files_areCompressedAsTheirNamesSay() throws IOException {
    String raw = Files.readString(folder.resolve("raw.tsv"));
    Ran.by(stores, "cp", path("raw.tsv"), remote + "/a.tsv").good();
    Ran.by(stores, "cp", path("e.yaml:raw:text"), remote + "/text.txt").good();
    String text = remote + "/text.txt";
    assertThat(
            Ran.by(stores, "score", "-b", "-m", "exact-match", text, path("e.yaml:raw:text"))
                .good()
                .out())
        .isEqualTo(Ran.by(stores, "score", "-b", "-m", "exact-match", text, text).good().out());
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
}
