package org.shoestring.store.glob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.spec.UsageException;
import org.shoestring.store.MemoryStore;
import org.shoestring.store.Stores;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoreException;

/** Globs, which mean the same in folders and in buckets. */
class GlobTest {
  @TempDir private Path folder = Path.of("");

  private final MemoryStore bucket = new MemoryStore();

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, "x\n");
      bucket.create(name, new byte[] {'x'});
    }
  }

  private List<String> here(String glob) throws IOException {
    return Glob.find(Stores.withoutOptions(), folder, glob).stream()
        .map(found -> found.path().replace(folder + "/", ""))
        .toList();
  }

  private List<Glob.Found> inBucket(String glob) throws IOException {
    String prefix = glob.substring(0, GlobPattern.firstSpecial(glob)).replace("//", "/");
    return Glob.find("memory", new ListedTree(bucket, prefix), glob);
  }

  /** What is found in both. */
  private List<String> found(String glob) throws IOException {
    List<String> here = here(glob);
    assertThat(inBucket(glob).stream().map(found -> found.path().replace("memory/", "")))
        .as("in a bucket")
        .isEqualTo(here);
    return here;
  }

  private List<List<String>> matched(String glob) throws IOException {
    List<List<String>> here =
        Glob.find(Stores.withoutOptions(), folder, glob).stream().map(Glob.Found::matched).toList();
    assertThat(inBucket(glob).stream().map(Glob.Found::matched)).isEqualTo(here);
    return here;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.tsv | a.tsv b.tsv",
        "?.tsv | a.tsv b.tsv",
        "*/*.tsv | d/a.tsv e/a.tsv",
        "d/* | d/a.tsv d/b.txt",
        "**/*.tsv | a.tsv b.tsv d/a.tsv d/f/c.tsv e/a.tsv",
        "d/**/*.tsv | d/a.tsv d/f/c.tsv",
        "d/**.tsv | d/a.tsv d/f/c.tsv",
        "d/** | d/a.tsv d/b.txt d/f/c.tsv",
        "[ab].tsv | a.tsv b.tsv",
        "[!a].tsv | b.tsv",
        "[^a].tsv | b.tsv",
        "[a-c].tsv | a.tsv b.tsv",
        "[]a].tsv | a.tsv",
        "[+-9]a.tsv | ",
        "d[/]a.tsv | ",
        "{a,b}.tsv | a.tsv b.tsv",
        "{d,e/}/a.tsv | d/a.tsv",
        "{d,{e,x}}/{a,b}.{tsv,txt} | d/a.tsv d/b.txt e/a.tsv",
        "{d/f/c,a}.tsv | a.tsv d/f/c.tsv",
        "{,d/}a.tsv | a.tsv d/a.tsv",
        "d//*.tsv | d/a.tsv",
        "*.none | ",
        "none/* | ",
        "d | ",
        "*/ | ",
      })
  void find_glob_isWhatAShellFinds(String glob, String expected) throws IOException {
    files("a.tsv", "b.tsv", "c.txt", "d/a.tsv", "d/b.txt", "d/f/c.tsv", "e/a.tsv");

    assertThat(found(glob)).isEqualTo(expected == null ? List.of() : List.of(expected.split(" ")));
  }

  @Test
  void find_hiddenNames_areFoundByTheirDotOnly() throws IOException {
    files("d/a.tsv", "d/._a.tsv", "d/.h/b.tsv", ".x/a.tsv");

    assertThat(found("d/*.tsv")).containsExactly("d/a.tsv");
    assertThat(found("d/?_a.tsv")).isEmpty();
    assertThat(found("d/[.]_a.tsv")).isEmpty();
    assertThat(found("d/{*,x}.tsv")).containsExactly("d/a.tsv");
    assertThat(found("*/a.tsv")).containsExactly("d/a.tsv");
    assertThat(found("**/*.tsv")).containsExactly("d/a.tsv");
    assertThat(found("**.tsv")).containsExactly("d/a.tsv");
    assertThat(found("d/.*.tsv")).containsExactly("d/._a.tsv");
    assertThat(found("d/.h/*.tsv")).containsExactly("d/.h/b.tsv");
    assertThat(found(".?/*.tsv")).containsExactly(".x/a.tsv");
  }

  @Test
  void find_nameThatExists_isNoGlob() throws IOException {
    files("c[v2].tsv", "cv.tsv", "{a,b}.tsv", "a.tsv", "*.txt", "b.txt", "r[1]/x.tsv", "r1/y.tsv");

    assertThat(found("c[v2].tsv")).containsExactly("c[v2].tsv");
    assertThat(found("{a,b}.tsv")).containsExactly("{a,b}.tsv");
    assertThat(found("*.txt")).containsExactly("*.txt");
    assertThat(found("r[1]/*.tsv")).containsExactly("r[1]/x.tsv");
    assertThat(found("r[1-9]/*.tsv")).containsExactly("r1/y.tsv");
  }

  @Test
  void find_backslash_takesWhatFollowsAsItIs() throws IOException {
    files("c[v2].tsv", "cv.tsv", "c2.tsv", "*.txt", "b.txt", "x{1,2}.md");

    assertThat(found("c\\[v2].tsv")).containsExactly("c[v2].tsv");
    assertThat(found("c\\[v2\\].tsv")).containsExactly("c[v2].tsv");
    assertThat(found("c[v2].t\\sv")).containsExactly("c2.tsv", "cv.tsv");
    assertThat(found("\\*.tx?")).containsExactly("*.txt");
    assertThat(found("x\\{1,2}.*")).containsExactly("x{1,2}.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en{de", "en[de", "en]de", "en}de", "e{a}x", "e[]x", "e{a,b", "e\\"})
  void find_withoutPartner_standsForItself(String name) throws IOException {
    files(name + ".x1", "other.x1");

    assertThat(found(name + ".x?"))
        .isEqualTo(name.endsWith("\\") ? List.of() : List.of(name + ".x1"));
    assertThat(found(name + "?none")).isEmpty();
  }

  @Test
  void find_rangeOrClassThatMatchesNothing_isAUsageError() throws IOException {
    assertThatThrownBy(() -> found("a[9-0].tsv"))
        .isInstanceOf(UsageException.class)
        .hasMessage("'a[9-0].tsv': the range 9-0 is empty; write the lower end first");
    assertThatThrownBy(() -> found("a[[:digit:]].tsv"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "'a[[:digit:]].tsv': [[:digit:]] is not supported; write ranges, such as [a-z] or"
                + " [0-9]");
  }

  @Test
  void find_files_areInTheOrderOfTheirBytes() throws IOException {
    files("\uff5e.t", "\ud83d\ude00.t", "b.t", "B.t", "a/x.t", "a.t", "a-b.t");

    assertThat(found("{*,*/*}.t"))
        .containsExactly("B.t", "a-b.t", "a.t", "a/x.t", "b.t", "\uff5e.t", "\ud83d\ude00.t");
  }

  @Test
  void find_wildcards_tellWhatTheyMatched() throws IOException {
    files("c.1.en", "c.22.en", "d/e/c.1.en");

    assertThat(matched("c.*.en")).containsExactly(List.of("1"), List.of("22"));
    assertThat(matched("c.[12]?.*")).containsExactly(List.of("2", "2", "en"));
    assertThat(matched("c.{1,2*}.e?")).containsExactly(List.of("1", "n"), List.of("22", "n"));
    assertThat(matched("**/c.1.en")).containsExactly(List.of(""), List.of("d/e/"));
    assertThat(matched("d/*/c.\\1.en")).containsExactly(List.of("e"));
    assertThat(matched("c.1.en")).containsExactly(List.of());
  }

  @Test
  void find_bucketWithFolderMarkersAndOddNames_findsFilesOnly() throws IOException {
    for (String name : List.of("d/", "d//a.tsv", "d/a.tsv", "d", "/a.tsv")) {
      bucket.create(name, new byte[1]);
    }

    assertThat(inBucket("d*").stream().map(Glob.Found::path)).containsExactly("memory/d");
    assertThat(inBucket("d/*").stream().map(Glob.Found::path)).containsExactly("memory/d/a.tsv");
    assertThat(inBucket("**/*.tsv").stream().map(Glob.Found::path))
        .containsExactly("memory/d/a.tsv");
  }

  @Test
  void find_linkedFolders_areFollowedAndCirclesEnd() throws IOException {
    files("real/a.tsv", "real/deep/b.tsv");
    Files.createSymbolicLink(folder.resolve("data"), Path.of("real"));
    Files.createSymbolicLink(folder.resolve("real/deep/up"), Path.of("../.."));
    Files.createSymbolicLink(folder.resolve("self"), Path.of("self"));
    Path elsewhere = Files.createDirectory(folder.resolve(".store"));
    Files.writeString(elsewhere.resolve("c.tsv"), "x");
    Files.createSymbolicLink(folder.resolve("real/there"), elsewhere);
    Files.createSymbolicLink(folder.resolve("l.tsv"), Path.of("real/a.tsv"));

    assertThat(here("data/*.tsv")).containsExactly("data/a.tsv");
    assertThat(here("data/*/up/*/*.tsv"))
        .containsExactly("data/deep/up/data/a.tsv", "data/deep/up/real/a.tsv");
    assertThat(here("*.tsv")).containsExactly("l.tsv");
    assertThat(here("**/?.tsv"))
        .containsExactly("l.tsv", "real/a.tsv", "real/deep/b.tsv", "real/there/c.tsv");
  }

  @Test
  void find_linkToNothing_isToldIfItMatches() throws IOException {
    files("a.tsv");
    Path link = Files.createSymbolicLink(folder.resolve("b.tsv"), Path.of("gone.tsv"));

    assertThat(here("a*.tsv")).containsExactly("a.tsv");
    for (String glob : List.of("*.tsv", "b.tsv")) {
      assertThatThrownBy(() -> here(glob))
          .isInstanceOf(NoSuchObjectException.class)
          .hasMessage(
              link
                  + ": this link points to a file that does not exist; correct or remove the link");
    }
  }

  @Test
  void find_pipe_isToldIfItMatches() throws Exception {
    files("a.tsv");
    Path pipe = folder.resolve("b.tsv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(here("a*.tsv")).containsExactly("a.tsv");
    for (String glob : List.of("*.tsv", "b.tsv")) {
      assertThatThrownBy(() -> here(glob))
          .isInstanceOf(UsageException.class)
          .hasMessage(
              pipe
                  + ": this is a pipe or a device, which can be read only once; write its"
                  + " content into a file first");
    }
  }

  @Test
  void find_nameThatIsNotUtf8_isToldIfItMatches() throws Exception {
    files("a.tsv");
    String touch = "cd \"$0\" && touch \"$(printf 'caf\\351.tsv')\"";
    assertThat(new ProcessBuilder("sh", "-c", touch, folder.toString()).start().waitFor()).isZero();

    assertThat(here("a*.tsv")).containsExactly("a.tsv");
    assertThatThrownBy(() -> here("*.tsv"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("/caf\uFFFD.tsv")
        .hasMessageMatching(
            "(?s).*(: this file's name is not UTF-8; rename it|, export LC_ALL=C.UTF-8, and run"
                + " again)");
  }

  /** Root reads every folder. */
  @Test
  void find_unreadableFolder_mattersOnlyIfSomethingBelowMayMatch() throws IOException {
    files("data/a.tsv", "data/closed/b.tsv");
    Path closed = folder.resolve("data/closed");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      assertThat(here("data/*.tsv")).containsExactly("data/a.tsv");
      assertThat(here("*/*.tsv")).containsExactly("data/a.tsv");
      assumeTrue(!Files.isReadable(closed), "this is root");
      for (String glob : List.of("data/*/b.tsv", "**/*.tsv")) {
        assertThatThrownBy(() -> here(glob))
            .isInstanceOf(StoreException.class)
            .hasMessage(
                closed
                    + ": cannot read this folder (permission denied); change its permissions"
                    + " with chmod or chown");
      }
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void mayMatchBelow_foldersThatCannotMatch_areNotRead() {
    assertThat(GlobPattern.of("*.tsv").mayMatchBelow("lost+found")).isFalse();
    assertThat(GlobPattern.of("*/raw/*.tsv").mayMatchBelow("a")).isTrue();
    assertThat(GlobPattern.of("*/raw/*.tsv").mayMatchBelow("a/raw")).isTrue();
    assertThat(GlobPattern.of("*/raw/*.tsv").mayMatchBelow("a/other")).isFalse();
    assertThat(GlobPattern.of("*/raw/*.tsv").mayMatchBelow("a/raw/deep")).isFalse();
    assertThat(GlobPattern.of("*/raw/*.tsv").mayMatchBelow(".git")).isFalse();
    assertThat(GlobPattern.of("{a,b/c}/*.tsv").mayMatchBelow("b")).isTrue();
    assertThat(GlobPattern.of("{a,b/c}/*.tsv").mayMatchBelow("c")).isFalse();
    assertThat(GlobPattern.of("a/**/x").mayMatchBelow("a/b/c")).isTrue();
    assertThat(GlobPattern.of("a/**/x").mayMatchBelow("a/.b")).isFalse();
    assertThat(GlobPattern.of("a/**/x").mayMatchBelow("b")).isFalse();
  }
}
