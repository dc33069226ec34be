package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.table.record.Manifest;

/** The verbs that read, list and convert what lies in S3: what they do, and what they ask for. */
class RemoteVerbsTest extends RemoteTableCase {
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
