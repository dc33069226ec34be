package org.shoestring.transform.piping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.record.Shard;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.ShellCommand;

class ShardFeederTest extends PipeLinesCase {
  private final CountDownLatch asked = new CountDownLatch(1);

  /** Stores of which that of a shard says nothing until who asks it is interrupted. */
  private Stores silent(Shard shard) {
    Class<?>[] types = {ObjectStore.class};
    Object store =
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(), types, (proxy, method, arguments) -> silence());
    return TestStores.with(shard.folder(), (ObjectStore) store);
  }

  private Object silence() throws IOException {
    asked.countDown();
    try {
      new CountDownLatch(1).await();
      throw new AssertionError();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  /** That of an empty shard may just begin when the shard is done. */
  @Test
  void end_whileItOpensItsShard_leavesTheProgramAtWork() throws Exception {
    Shard shard = input.shards().get(1);
    ShellCommand command = ShellCommand.of("cat", folder.toString());
    try (ProgramLog log = new ProgramLog(folder.resolve("log"), line -> {});
        LineProgram program = new LineProgram(command, log)) {
      ShardFeeder feeder =
          new ShardFeeder(
              keptAlive("cat", EN),
              new PipeLines.Input(silent(shard), Codec.GZIP, 2, FIRST),
              shard,
              program,
              new AtomicLong());
      feeder.start();
      asked.await();

      feeder.end();
      feeder.join();

      assertThat(program.process().isAlive()).isTrue();
      feeder.rethrow();
    }
  }
}
