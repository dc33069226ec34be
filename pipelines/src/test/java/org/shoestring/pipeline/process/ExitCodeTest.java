package org.shoestring.pipeline.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shoestring.spec.Spec;
import org.shoestring.step.Chain;
import org.shoestring.store.object.StoreException;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

class ExitCodeTest {

  @Test
  void message_errorsOfJavaAboutFiles_areWordsAndNotNamesOfClasses() {
    Map<IOException, String> said = new LinkedHashMap<>();
    said.put(new NoSuchFileException("/a"), "/a: no such file or folder");
    said.put(new AccessDeniedException("/a"), "/a: permission denied");
    said.put(new FileAlreadyExistsException("/a"), "/a: something of this name is there already");
    said.put(new NotDirectoryException("/a"), "/a: this is not a folder");
    said.put(new DirectoryNotEmptyException("/a"), "/a: the folder is not empty");
    said.put(
        new FileSystemException("/a", null, "Read-only file system"), "/a: Read-only file system");
    said.put(new IOException("No space left on device"), "No space left on device");
    said.put(new EOFException("short"), "java.io.EOFException: short");

    said.forEach(
        (error, words) -> {
          assertThat(ExitCode.message(error)).isEqualTo("cannot read or write: " + words);
          assertThat(ExitCode.of(error)).isEqualTo(ExitCode.STORAGE);
        });
  }

  @Test
  void message_errorsOfOurs_areTheirMessages() {
    StoreException error = new StoreException("s3://b: no such bucket", null);

    assertThat(ExitCode.message(error)).isEqualTo("s3://b: no such bucket");
    assertThat(ExitCode.of(error)).isEqualTo(ExitCode.STORAGE);
  }

  @Test
  void message_stepOfAUser_isToldWithWhereItCameFrom() {
    Columns columns = Columns.of("en");
    Chain chain =
        Chain.bind(
            List.of(Spec.parse("test", "deduplicate")),
            columns,
            (spec, barrier, index) ->
                row -> {
                  throw new IllegalStateException("no model");
                });
    RuntimeException error = catchRuntimeException(() -> chain.apply(TsvRow.of("a")));

    assertThat(ExitCode.message(new IOException("a runner's", error)))
        .startsWith(
            "step 'deduplicate': no model\njava.lang.IllegalStateException: no model\n\tat ");
    assertThat(ExitCode.of(error)).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void message_anErrorOfTheProgram_isToldWithWhereItCameFrom() {
    IllegalStateException error = new IllegalStateException("a position came twice");

    assertThat(ExitCode.message(error))
        .startsWith(
            "internal error; please report it with these lines:\n"
                + "java.lang.IllegalStateException: a position came twice\n\tat ");
    assertThat(ExitCode.of(error)).isEqualTo(ExitCode.FAILED);
  }
}
