package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.tsv.codec.Codec;

class WorkspaceTest {
  private final Path folder;

  WorkspaceTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void open_new_writesNothing() throws IOException {
    Path workspace = folder.resolve("new");
    Workspace.open(Stores.withoutOptions(), "x.yaml:2", workspace.toString(), Codec.GZIP, 2);

    assertThat(workspace).doesNotExist();
  }

  @Test
  void make_new_saysWhatItHolds() throws IOException {
    Workspace workspace = open(Codec.BZIP2).make();

    assertThat(folder.resolve("_workspace.tsv")).hasContent("shoestring\t1\ncodec\tbzip2\n");
    assertThat(workspace.codec()).isEqualTo(Codec.BZIP2);
    assertThat(workspace.output(Made.recipe("x"))).isEqualTo(Made.output(folder, "x", Codec.BZIP2));
  }

  @Test
  void openAndMake_otherCompression_isAUsageError() throws IOException {
    Workspace late = open(Codec.BZIP2);
    open(Codec.GZIP).make().make();
    open(Codec.GZIP).make();

    for (ThrowingCallable bzip2 : List.<ThrowingCallable>of(() -> open(Codec.BZIP2), late::make)) {
      assertThatThrownBy(bzip2)
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith(
              "x.yaml:2: compression is bzip2, but the workspace " + folder + " holds gzip;");
    }
  }

  @Test
  void open_newerVersion_isAUsageError() throws IOException {
    for (String text : List.of("shoestring\t2\ncodec\tgzip\n", "", "shoestring\t1")) {
      Files.writeString(folder.resolve("_workspace.tsv"), text);
      assertThatThrownBy(() -> open(Codec.GZIP))
          .isInstanceOf(UsageException.class)
          .hasMessage(
              folder.resolve("_workspace.tsv")
                  + ": does not begin with 'shoestring 1', so it is from another version of"
                  + " Shoestring; use another workspace");
    }
  }

  @Test
  void open_altered_isBadDataWithItsLine() throws IOException {
    for (String second :
        List.of(
            "", "codec\n", "codec\t../x\n", "codec\tgzip", "code\tgzip\n", "codec\tgzip\nx\n")) {
      Files.writeString(folder.resolve("_workspace.tsv"), "shoestring\t1\n" + second);
      assertThatThrownBy(() -> open(Codec.GZIP))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(folder.resolve("_workspace.tsv") + ":2: ")
          .hasMessageEndingWith("; the file was altered: restore it, or use another workspace");
    }
  }

  private Workspace open(Codec codec) throws IOException {
    return Workspace.open(
        Stores.withoutOptions(), "x.yaml:2", folder.toString(), codec, codec.defaultLevel());
  }
}
