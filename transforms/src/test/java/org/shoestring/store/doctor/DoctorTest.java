package org.shoestring.store.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.doctor.Finding.Level;
import org.shoestring.store.doctor.FlawedBucket.Flaw;
import org.shoestring.store.remote.Attempts;
import org.shoestring.store.remote.RemoteStore;

/** Examinations of stores with one flaw each, and of folders. */
class DoctorTest {
  private final Path folder;
  private final List<Finding> findings = new ArrayList<>();

  DoctorTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private boolean examine(FlawedBucket bucket, String... lines) throws IOException {
    StoreFile file =
        TestStores.file(
            "flawed",
            Stream.concat(Stream.of("type: s3"), Stream.of(lines)).toArray(String[]::new));
    RemoteStore store =
        new RemoteStore(
            bucket,
            "folder/",
            new Attempts(Duration.ZERO),
            folder,
            new AtomicReference<>(file.conditionalCreate()));
    return new Doctor(Stores.withoutOptions(), findings::add).examine(file, store);
  }

  /** All but what went well. */
  private List<Finding> wrong() {
    return findings.stream().filter(finding -> finding.level() != Level.OK).toList();
  }

  private List<String> what() {
    return findings.stream().map(Finding::what).toList();
  }

  @Test
  void examine_flawless_triesAllAndLeavesNothing() throws IOException {
    FlawedBucket bucket = new FlawedBucket();

    assertThat(examine(bucket)).isTrue();

    assertThat(wrong()).isEmpty();
    assertThat(what())
        .containsExactly(
            "bucket",
            "put",
            "get",
            "list",
            "range",
            "delete",
            "checksum",
            "multipart",
            "abort",
            "create",
            "clock",
            "names",
            "latency",
            "speed",
            "clean up");
    assertThat(bucket.left()).isEmpty();
  }

  @Test
  void examine_figures_areWhatWasSeen() throws IOException {
    examine(new FlawedBucket());

    assertThat(findings.get(0).said())
        .isEqualTo("connected with the credentials in TEST_KEY and TEST_SECRET");
    assertThat(findings.stream().map(Finding::said).toList().subList(1, 12))
        .containsExactly(
            "66 kB",
            "the same bytes",
            "shows the new object",
            "from byte 50000",
            "gone",
            "the store refused an object with a wrong Content-MD5",
            "two parts, 5.2 MB",
            "nothing is left",
            "the second of two creates was refused, as it must be",
            "the clocks of this machine and of the store agree",
            "blanks, +, %, #, accents, 日本");
    assertThat(findings.get(12).said()).matches("[0-9.]+ ms, the median of 5");
    assertThat(findings.get(13).said())
        .matches("[0-9.]+ MB/s up, [0-9.]+ MB/s down, with 8\\.4 MB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IGNORES_RANGES            | FAIL | range     | a read from byte 50000 returned other bytes; a proxy between here and the store may drop the header Range. Repair the proxy, or connect without it
          TAKES_DAMAGED             | WARN | checksum  | the store accepted an object with a wrong Content-MD5; damage during an upload is found by the ETag, or later by the hash when the object is read
          SPOILS_NAMES              | WARN | names     | the store does not keep these names: 'a+b=c,d'; do not give such names to files in {out}
          SPOILS_PARTS              | FAIL | multipart | the store returned other bytes than were written; do not use this store
          LISTS_NO_UPLOADS          | WARN | abort     | the store does not list unfinished uploads, so gc cannot remove those of machines that crashed; add a lifecycle rule to the bucket that removes unfinished uploads
          KEEPS_ABORTED_UPLOADS     | WARN | abort     | an aborted upload is still listed, and unfinished uploads cost storage; add a lifecycle rule to the bucket that removes unfinished uploads
          PUBLISHES_ABORTED_UPLOADS | FAIL | abort     | an aborted upload left an object; do not use this store
          IGNORES_CONDITIONS        | WARN | create    | the second of two creates replaced the first; leases let one machine at a time write, and docs/reliability.md says what they cannot prevent
          REFUSES_CONDITIONS        | WARN | create    | the second of two creates replaced the first; leases let one machine at a time write, and docs/reliability.md says what they cannot prevent
          """)
  void examine_oneFlaw_isToldWithItsCure(Flaw flaw, String level, String what, String said)
      throws IOException {
    assertThat(examine(new FlawedBucket(flaw))).isEqualTo(level.equals("WARN"));

    assertThat(wrong()).containsExactly(new Finding(Level.valueOf(level), what, said));
    assertThat(what()).endsWith("speed", "clean up");
  }

  @Test
  void examine_bytesOfAnother_stopsThere() throws IOException {
    FlawedBucket bucket = new FlawedBucket(Flaw.SPOILS_BYTES);

    assertThat(examine(bucket)).isFalse();

    assertThat(wrong())
        .containsExactly(
            Finding.fail(
                "get", "the store returned other bytes than were written; do not use this store"));
    assertThat(what()).containsExactly("bucket", "put", "get", "clean up");
    assertThat(bucket.left()).isEmpty();
  }

  @Test
  void examine_mayNotDelete_saysWhatIsLeft() throws IOException {
    assertThat(examine(new FlawedBucket(Flaw.KEEPS_DELETED))).isFalse();

    assertThat(wrong()).hasSize(2);
    assertThat(wrong().get(0))
        .isEqualTo(
            Finding.fail(
                "delete",
                "the object is still there; give these credentials the permission to delete"));
    assertThat(wrong().get(1).level()).isEqualTo(Level.WARN);
    assertThat(wrong().get(1).said())
        .matches(
            "some objects could not be removed; delete them: flawed://bucket/folder/_tmp/doctor-[0-9a-f-]{36}");
  }

  @Test
  void examine_listsNothing_isUnusable() throws IOException {
    assertThat(examine(new FlawedBucket(Flaw.LISTS_NOTHING))).isFalse();

    assertThat(wrong().get(0).what()).isEqualTo("list");
    assertThat(wrong().get(0).said())
        .isEqualTo(
            "does not show an object that was just written, so finished work would not be found; use"
                + " a store with consistent lists");
  }

  @Test
  void examine_conditionsClaimedButIgnored_isUnusable() throws IOException {
    assertThat(examine(new FlawedBucket(Flaw.IGNORES_CONDITIONS), "conditional-create: yes"))
        .isFalse();

    assertThat(wrong())
        .containsExactly(
            Finding.fail(
                "create",
                "the second of two creates replaced the first, so two machines could both believe"
                    + " that they finished a stage; write 'conditional-create: probe' instead of"
                    + " 'conditional-create: yes' (flawed.conf:2)"));
  }

  @Test
  void examine_conditionsDeniedButKept_saysWhereToSaySo() throws IOException {
    assertThat(examine(new FlawedBucket(), "conditional-create: no")).isTrue();

    assertThat(wrong())
        .containsExactly(
            Finding.warn(
                "create",
                "the second of two creates was refused, as it must be; write"
                    + " 'conditional-create: yes' instead of 'conditional-create: no'"
                    + " (flawed.conf:2)"));
  }

  @Test
  void examine_damagedAcceptedByLengthOnly_saysWhatNotices() throws IOException {
    examine(new FlawedBucket(Flaw.TAKES_DAMAGED), "checksum: length");
    examine(new FlawedBucket(Flaw.TAKES_DAMAGED), "checksum: crc32c");

    assertThat(wrong())
        .containsExactly(
            Finding.warn(
                "checksum",
                "the store accepted an object with a wrong Content-MD5; damage during an upload is"
                    + " found only later, by the hash when the object is read; use https, which"
                    + " finds most damage at once"),
            Finding.warn(
                "checksum",
                "the store accepted an object with a wrong CRC32C; damage during an upload is found"
                    + " only later, by the hash when the object is read; use https, which finds most"
                    + " damage at once"));
  }

  @Test
  void examine_busyForAMoment_isTriedAgain() throws IOException {
    FlawedBucket bucket = new FlawedBucket(Flaw.BUSY_AT_FIRST);

    assertThat(examine(bucket)).isTrue();

    assertThat(wrong()).isEmpty();
    assertThat(bucket.left()).isEmpty();
  }

  @Test
  void examine_bucketWithoutParts_isUsable() throws IOException {
    assertThat(examine(new FlawedBucket(Flaw.HAS_NO_TRIALS))).isTrue();

    assertThat(wrong()).isEmpty();
    assertThat(findings)
        .contains(
            Finding.ok("checksum", "the checksum in every answer is compared with what was sent"),
            Finding.ok("multipart", "not used by this kind of store; 'speed' tries a large object"),
            Finding.ok("abort", "not used by this kind of store"));
  }

  @ParameterizedTest
  @CsvSource({
    "-30,ok,' s ahead of the store''s clock'",
    "30,ok,' s behind the store''s clock'",
    "-300,WARN,' s ahead of the store''s clock; set it: sudo timedatectl set-ntp true, or sudo ntpdate pool.ntp.org'",
    "300,WARN,' s behind the store''s clock; set it: sudo timedatectl set-ntp true, or sudo ntpdate pool.ntp.org'",
    "-1200,FAIL,' s ahead of the store''s clock; set it: sudo timedatectl set-ntp true, or sudo ntpdate pool.ntp.org'",
    "1200,FAIL,' s behind the store''s clock; set it: sudo timedatectl set-ntp true, or sudo ntpdate pool.ntp.org'",
  })
  void examine_clockOff_saysWhichWay(int seconds, String level, String said) throws IOException {
    assertThat(examine(new FlawedBucket(Duration.ofSeconds(seconds))))
        .isEqualTo(!level.equals("FAIL"));

    Finding clock = findings.stream().filter(f -> f.what().equals("clock")).findFirst().get();
    assertThat(clock.level()).hasToString(level);
    int told = Integer.parseInt(clock.said().replaceAll("[^0-9]", ""));
    assertThat(told).isBetween(Math.abs(seconds) - 2, Math.abs(seconds));
    assertThat(clock.said()).isEqualTo("this machine's clock is " + told + said);
  }

  @Test
  void examine_folder_triesAllAndLeavesNothing() throws IOException {
    Path root = folder.resolve("new/workspace");

    assertThat(new Doctor(Stores.withoutOptions(), findings::add).examine(root.toString()))
        .isTrue();

    assertThat(what())
        .containsExactly(
            "folder",
            "put",
            "get",
            "list",
            "range",
            "delete",
            "create",
            "names",
            "space",
            "latency",
            "speed",
            "clean up");
    assertThat(findings.get(0)).isEqualTo(Finding.ok("folder", root.toString()));
    assertThat(findings)
        .contains(Finding.ok("create", "the second of two creates was refused, as it must be"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void examine_workspaceInUse_leavesItAsItWas() throws IOException {
    Files.createDirectories(folder.resolve("_tmp"));
    Files.writeString(folder.resolve("_tmp/other"), "x");

    assertThat(new Doctor(Stores.withoutOptions(), findings::add).examine(folder.toString()))
        .isTrue();

    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(file -> folder.relativize(file).toString()))
          .containsExactlyInAnyOrder("", "_tmp", "_tmp/other");
    }
  }

  @Test
  void examine_folderThatCannotBeMade_isUnusable() throws IOException {
    Files.writeString(folder.resolve("file"), "x");
    Path root = folder.resolve("file/workspace");

    assertThat(new Doctor(Stores.withoutOptions(), findings::add).examine(root.toString()))
        .isFalse();

    assertThat(findings.get(0).level()).isEqualTo(Level.FAIL);
    assertThat(findings.get(0).said())
        .isEqualTo(
            folder.resolve("file")
                + ": this is a file, but a folder is needed here; choose another place");
    assertThat(what()).containsExactly("folder", "clean up");
    assertThat(folder.resolve("file")).hasContent("x");
  }

  @Test
  void examine_unknownStore_listsTheKnown() throws IOException {
    assertThat(new Doctor(Stores.withoutOptions(), findings::add).examine("hdfs://host/x"))
        .isFalse();

    assertThat(findings)
        .containsExactly(
            Finding.fail(
                "store file",
                "'hdfs://host/x': unknown store 'hdfs'; known: azure, gs, ibm, minio, s3, spaces;"
                    + " to add a store, write the file runners-config/stores/hdfs.conf"));
  }

  @Test
  void examine_variableNotSet_saysWhichAndWhere() throws IOException {
    assertThat(new Doctor(Stores.withoutOptions(), findings::add).examine("spaces://space"))
        .isFalse();

    assertThat(findings)
        .containsExactly(
            Finding.fail(
                "store file",
                "runners-config/stores/spaces.conf:3:"
                    + " 'https://${SPACES_REGION}.digitaloceanspaces.com' needs the environment"
                    + " variable SPACES_REGION, but it is not set; set it with 'export"
                    + " SPACES_REGION=...'"));
  }

  @Test
  void examine_noCredentials_saysWhichVariable() throws IOException {
    assertThat(new Doctor(Stores.withoutOptions(), findings::add).examine("minio://bucket"))
        .isFalse();

    assertThat(findings)
        .containsExactly(
            Finding.ok(
                "store file",
                "runners-config/stores/minio.conf (built into the program; to change it, make a"
                    + " file of this path in the current folder)"),
            Finding.fail(
                "client",
                "runners-config/stores/minio.conf: the credentials of minio:// are in the"
                    + " environment variable MINIO_ACCESS_KEY, but it is not set; set it with"
                    + " 'export MINIO_ACCESS_KEY=...'"));
  }
}
