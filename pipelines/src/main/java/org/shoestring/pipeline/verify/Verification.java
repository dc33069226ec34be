package org.shoestring.pipeline.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Sha256;
import org.shoestring.shuffle.Balance;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.store.Stores;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.table.ShardCheck;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.StoredFile;
import org.shoestring.table.record.TableName;

/**
 * Checks what is stored of an output: every shard and file against its manifest, and shuffled lines
 * against those that they were made of. It reads everything once, and holds a shard's member and 16
 * bytes a shard in memory for each thread; to check a balance of tokens, 512 KiB, too.
 */
public final class Verification {
  private final Stores stores;
  private final String folder;
  private final Manifest manifest;
  private final @Nullable ShuffleVerification shuffle;

  private Verification(
      Stores stores, String folder, Manifest manifest, @Nullable ShuffleVerification shuffle) {
    this.stores = stores;
    this.folder = folder;
    this.manifest = manifest;
    this.shuffle = shuffle;
  }

  /**
   * One thing that was looked at.
   *
   * @param what kind of thing
   * @param where its path
   * @param result {@code ok}, or what is wrong
   * @param numbers what was counted
   */
  public record Check(String what, String where, String result, String numbers) {
    /** What a check says that found nothing wrong. */
    public static final String OK = "ok";

    /** All of it, in this order. */
    public List<String> fields() {
      return List.of(what, where, result, numbers);
    }
  }

  /** The checks of an output by itself. */
  public static Verification of(Stores stores, String folder, Manifest manifest) {
    return new Verification(stores, folder, manifest, null);
  }

  /**
   * The same, and that each shard of the main table has the lines of the input that it must.
   *
   * @param plan of shards that have equally many lines, whatever the balance is
   */
  public Verification shuffled(Table input, ShufflePlan plan, Balance balance) {
    Table output = Table.of(stores, folder, folder, manifest, TableName.MAIN);
    ShardBalance shards = new ShardBalance(input, plan, output, balance);
    return new Verification(
        stores, folder, manifest, new ShuffleVerification(input, output, shards));
  }

  /**
   * Makes all checks.
   *
   * @param told gets each, in order, as soon as it is made
   * @return how many found something wrong
   * @throws IOException if the store cannot be read
   */
  public int run(int threads, Consumer<Check> told) throws IOException, InterruptedException {
    try (ParallelChecks checks = new ParallelChecks(threads, told)) {
      for (String table : manifest.tables().keySet()) {
        if (shuffle != null && table.equals(TableName.MAIN)) {
          shuffle.run(checks);
        } else {
          String what = table.equals(TableName.MAIN) ? "shard" : table + " shard";
          checks.shards(
              what,
              manifest.shards(table),
              shard -> ShardCheck.run(stores, shard, manifest.codec(), (bytes, from, to) -> {}));
        }
      }
      files(checks);
      if (shuffle == null) {
        tellNotCompared(checks);
      }
      return checks.wrong();
    }
  }

  private void tellNotCompared(ParallelChecks checks) {
    checks.remark(
        new Check(
            "input",
            folder,
            "not compared; only a shard stage named as FILE.yaml:STAGE is compared with its input",
            "stage type " + manifest.recipe().type()));
  }

  private void files(ParallelChecks checks) throws IOException, InterruptedException {
    List<Callable<Check>> work = new ArrayList<>();
    manifest.files().forEach(file -> work.add(() -> check(file)));
    checks.inOrder(work, checks::found);
  }

  private Check check(StoredFile file) throws IOException {
    String problem = Check.OK;
    long bytes = 0;
    Sha256 sha256 = new Sha256();
    try (InputStream in = stores.at(folder).open(file.object());
        OutputStream hash = sha256.through(OutputStream.nullOutputStream())) {
      bytes = in.transferTo(hash);
      String hex = sha256.hex();
      if (!hex.equals(file.sha256())) {
        problem = "the file has the SHA-256 " + hex + ", but the manifest says " + file.sha256();
      }
    } catch (NoSuchObjectException e) {
      problem = "the file is missing";
    }
    return new Check("file", folder + "/" + file.object(), problem, "bytes " + bytes);
  }
}
