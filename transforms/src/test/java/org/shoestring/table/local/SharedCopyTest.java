package org.shoestring.table.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;

/** Copies that several programs read. */
class SharedCopyTest extends LocalCopyCase {
  @Test
  void namedInput_otherContentThanReferredTo_isRefused() throws IOException {
    Table table = table("dev");
    Recipe.Input other = new Recipe.Input("0", "key", "digest");
    NamedInput input = NamedInput.ofTable("raw.dev", table, other);

    assertThatThrownBy(() -> input.bring(copy, remarks::add))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + ": the content of {raw.dev} changed after the stage began: its digest was digest"
                + " and is "
                + table.digest()
                + ". Run again");
    assertThat(copy).doesNotExist();
  }

  private void assertChanged(SharedCopy shared, String what) {
    assertThatThrownBy(shared::check)
        .isInstanceOf(ProgramException.class)
        .hasMessageStartingWith(
            "the local copy of {m} was changed while the stage was running: "
                + what
                + ", in "
                + copy
                + ". Other commands read the same copy, ");
  }

  @Test
  void sharedCopy_leftAlone_isFine() throws IOException {
    SharedCopy shared =
        SharedCopy.of(
            "m", LocalCopy.ofFiles(output.stores(), output.folder(), files(), copy, remarks::add));
    Files.setLastModifiedTime(copy.resolve("c.txt"), FileTime.fromMillis(1));
    Files.createDirectories(copy.resolve("a/__pycache__"));
    Files.writeString(copy.resolve("a/__pycache__/m.cpython-312.pyc"), "x");
    shared.check();
  }

  /** Others at work would take the next use for a change of the copy, if that removed it. */
  @Test
  void ofFiles_pythonsCacheOfModules_isLeftAlone() throws IOException {
    Manifest manifest = files();
    SharedCopy shared = SharedCopy.of("m", copy(manifest));
    Path cached = copy.resolve("a/__pycache__/m.cpython-312.pyc");
    Files.createDirectories(cached.resolveSibling(""));
    Files.writeString(cached, "x");

    copy(manifest);

    shared.check();
    assertThat(cached).hasContent("x");
    assertThat(remarks).isEmpty();
  }

  @Test
  void sharedCopy_changedRemovedOrAdded_namesTheFile() throws IOException {
    Manifest manifest = files();
    SharedCopy shared = SharedCopy.of("m", copy(manifest));
    replace("a/b.txt", "CONTENT of a/b.txt");
    assertChanged(shared, "a/b.txt was altered");
    copy(manifest);
    assertChanged(shared, "a/b.txt had to be restored"); // Others may have read it meanwhile.
    SharedCopy again = SharedCopy.of("m", copy);
    again.check();
    Files.delete(copy.resolve("c.txt"));
    assertChanged(again, "c.txt was removed");
    Files.writeString(copy.resolve("c.txt"), "content of c.txt");
    again.check();
    Files.writeString(copy.resolve("new"), "x");
    assertChanged(again, "new was added");
  }
}
