package org.shoestring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.TableName;
import org.shoestring.worker.StopSignal;

/** The main of an import, but for the end of its process. */
class ImportPipelineTest {
  private final Path folder;

  ImportPipelineTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(folder.resolve("a.zst")))) {
      out.write("en\tde\n1\tA\n2\tB\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private List<String> made(String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of(more));
    args.add("--files=" + folder.resolve("a.zst"));
    args.add("--workspace=" + folder.resolve("w"));
    String[] all = args.toArray(new String[0]);
    var options = StageMain.parse(null, 1, all, ImportPipeline.Options.class);
    StageWork work = ImportPipeline.work(options, Stores.withoutOptions());
    Output output = TestStores.output(folder.resolve("w"), work.recipe());
    Output made =
        StageMain.made(
            output,
            work,
            units -> StageMain.parse(null, 1, all, ImportPipeline.Options.class),
            new StopSignal());
    Table table = Table.in(Stores.withoutOptions(), made.folder(), TableName.MAIN);
    List<String> lines = new ArrayList<>(List.of(table.columns().toString()));
    try (TableReader rows = table.rows(0)) {
      while (rows.next()) {
        lines.add(rows.row().toString());
      }
    }
    return lines;
  }

  @Test
  void work_header_namesTheColumnsAndIsNoLine() throws Exception {
    assertThat(made("--header")).containsExactly("en, de", "1\tA", "2\tB");
    assertThat(made("--header=true", "--columns=en,de")).containsExactly("en, de", "1\tA", "2\tB");
  }

  @Test
  void work_noHeader_needsColumns() throws Exception {
    assertThat(made("--columns=x,y")).containsExactly("x, y", "en\tde", "1\tA", "2\tB");
    assertThatThrownBy(this::made)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--columns");
  }

  @Test
  void work_headerOfOtherNames_isBadData() {
    assertThatThrownBy(() -> made("--header", "--columns=en,fr"))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            folder.resolve("a.zst") + ":1: the header has the columns en, de, expected en, fr");
  }
}
