package org.shoestring.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.files.FolderWalk;
import org.shoestring.spec.UsageException;
import org.shoestring.store.ObjectName;
import org.shoestring.store.ObjectStoreContract;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.SpoolOutput;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;

class LocalStoreTest extends ObjectStoreContract {
  private final Path folder;

  LocalStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected ObjectStore store() {
    return new LocalStore(folder);
  }

  @Test
  void create_lostOrWon_leavesNoSpool() throws IOException {
    store().create("a", "x".getBytes(UTF_8));
    store().create("a", "y".getBytes(UTF_8));

    assertThat(filesBelow(folder.resolve("_tmp"))).containsExactly("lock");
  }

  @Test
  void put_underAFile_saysWhatStandsThere() throws IOException {
    store().create("a", "x".getBytes(UTF_8));

    assertThatThrownBy(() -> store().put("a/b", store().newSpool()))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            folder.resolve("a")
                + ": this is a file, but a folder is needed here; choose another place");
    assertThatThrownBy(() -> store().create("a/b", new byte[0]))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            folder.resolve("a")
                + ": this is a file, but a folder is needed here; choose another place");
  }

  @Test
  void newSpool_storeBelowAFile_saysWhatStandsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("e.yaml"), "x");

    assertThatThrownBy(() -> new LocalStore(file).newSpool())
        .isInstanceOf(StoreException.class)
        .hasMessage(file + ": this is a file, but a folder is needed here; choose another place");
    assertThatThrownBy(() -> new LocalStore(file.resolve("w")).create("a", new byte[0]))
        .isInstanceOf(StoreException.class)
        .hasMessage(file + ": this is a file, but a folder is needed here; choose another place");
  }

  @Test
  void failure_permissionDenied_saysWhereAndTheCure() {
    Path deep = folder.resolve("w").resolve("_tmp");

    assertThat(LocalFailure.of(deep, new AccessDeniedException(deep.toString())))
        .hasMessage(
            folder
                + ": cannot write there (permission denied); change its permissions with chmod or"
                + " chown, or choose another place");
    assertThat(LocalFailure.of(deep, new FileSystemException(deep.toString(), null, "Read-only")))
        .hasMessage(folder + ": cannot write there (Read-only); choose another place");
  }

  /** Root may write and read everywhere. */
  @Test
  void every_folderAndFileOfOthers_isToldWithTheCure() throws IOException {
    store().create("a", new byte[0]);
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "this is root");
    Path file = folder.resolve("a");
    assumeTrue(file.toFile().setReadable(false), "files have no permissions here");

    assertThatThrownBy(() -> new LocalStore(closed.resolve("w")).newSpool())
        .isInstanceOf(StoreException.class)
        .hasMessage(
            closed
                + ": cannot write there (permission denied); change its permissions with chmod or"
                + " chown, or choose another place");
    assertThatThrownBy(() -> store().open("a"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            file
                + ": cannot read this file (permission denied); change its permissions with"
                + " chmod or chown");
  }

  @Test
  void every_nameThatLeavesTheStore_isRefused() throws IOException {
    Path spool = store().newSpool();
    for (String name : List.of("../secret", "a/../../secret", "..", "/etc/x", folder + "/a")) {
      for (ThrowingCallable access :
          List.<ThrowingCallable>of(
              () -> store().open(name),
              () -> store().put(name, spool),
              () -> store().create(name, new byte[0]),
              () -> store().replace(name, new byte[0]),
              () -> store().stat(name),
              () -> store().delete(name),
              () -> store().list(name + "/"))) {
        assertThatThrownBy(access)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageEndingWith("' leaves " + folder);
      }
    }
  }

  @Test
  void put_createAndReplace_leaveTheModeToTheUmask() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "x");
    store().create("created/a", new byte[0]);
    store().replace("replaced", new byte[0]);
    Path spool = store().newSpool();
    Path secret = Files.createTempFile(folder, "only-mine", "");
    SpoolOutput.copy(secret, spool);
    store().put("put/a", spool);

    for (String name : List.of("created/a", "replaced", "put/a")) {
      assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
          .isEqualTo(Files.getPosixFilePermissions(plain));
    }
  }

  @Test
  void list_whileOthersMakeAndRemove_neverFailsAndHasWhatStays() throws Exception {
    store().create("kept/a", new byte[0]);
    AtomicBoolean done = new AtomicBoolean();
    Thread others =
        new Thread(
            () -> {
              while (!done.get()) {
                try {
                  Path spool = store().newSpool();
                  store().create("x/y/b", new byte[0]);
                  Files.delete(spool);
                  FolderWalk.remove(folder.resolve("x"));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    others.start();
    try {
      for (int i = 0; i < 1000; i++) {
        assertThat(store().list("")).extracting(StoredObject::name).contains("kept/a");
      }
      assertThat(others.isAlive()).isTrue();
    } finally {
      done.set(true);
      others.join();
    }
  }

  @Test
  void list_fileWithABackslash_hasItInItsName() throws IOException {
    Files.writeString(folder.resolve("a\\b"), "x");

    assertThat(store().list("")).extracting(StoredObject::name).containsExactly("a\\b");
  }

  @Test
  void list_storeThatIsNotThere_isEmpty() throws IOException {
    assertThat(new LocalStore(folder.resolve("none")).list("")).isEmpty();
  }

  @Test
  void at_sameLocation_isTheSameStore() {
    Stores stores = Stores.withoutOptions();

    assertThat(stores.at(folder.toString())).isSameAs(stores.at(folder.toString()));
    assertThat(stores.at(folder.toString()).location()).isEqualTo(folder.toString());
  }

  @Test
  void at_unknownStore_listsTheKnown() {
    assertThatThrownBy(() -> Stores.withoutOptions().at("hdfs://host/x"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "'hdfs://host/x': unknown store 'hdfs'; known: azure, gs, ibm, minio, s3, spaces;"
                + " to add a store, write the file runners-config/stores/hdfs.conf");
  }

  @Test
  void at_noBucketOrEmptyParts_isAUsageError() {
    for (String location :
        List.of(
            "s3://",
            "s3:///x",
            "s3://b//x",
            "s3://b/../x",
            "s3://b/./x",
            "s3://b/x\n/../y",
            "s3://b/x\n//y")) {
      assertThatThrownBy(() -> Stores.withoutOptions().at(location))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(
              "'" + location + "' is not a location; write STORE://BUCKET/FOLDER");
    }
  }

  @Test
  void at_whatIsNearlyALocation_saysWhatIsMeant() {
    String home = System.getProperty("user.home");
    Map<String, String> cures =
        Map.of(
            "s3:lab",
                "did you mean s3://lab? If you mean a local file of this name, write ./s3:lab",
            "s3:/lab/ws",
                "did you mean s3://lab/ws? If you mean a local file of this name, write"
                    + " ./s3:/lab/ws",
            "s3:\\\\lab\\ws",
                "did you mean s3://lab/ws? If you mean a local file of this name, write"
                    + " ./s3:\\\\lab\\ws",
            "minio:",
                "did you mean minio://BUCKET? If you mean a local file of this name, write"
                    + " ./minio:",
            "~/ws", "the shell did not replace ~ here; write the whole path: " + home + "/ws",
            "~", "the shell did not replace ~ here; write the whole path: " + home,
            "file:///x/y", "use only the path for a local file or folder; write /x/y",
            "file:/x", "use only the path for a local file or folder; write /x",
            "https://host/x", "cannot read from the web; download the file, then use its path");
    cures.forEach(
        (location, cure) -> {
          assertThatThrownBy(() -> Stores.withoutOptions().at(location))
              .isInstanceOf(UsageException.class)
              .hasMessage("'" + location + "': " + cure);
          assertThatThrownBy(() -> ObjectName.parse(location)).isInstanceOf(UsageException.class);
        });
  }

  @Test
  void at_pathsWithColonsOrTildes_areFolders() {
    for (String path : List.of("./s3:lab", "x:y", "C:/x", "~me", "a~/b", "e.yaml:raw")) {
      assertThat(Stores.withoutOptions().at(path).location()).startsWith("/");
    }
  }

  private static List<String> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }
}
