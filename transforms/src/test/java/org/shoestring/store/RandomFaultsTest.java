package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.Fault.Answer;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.RemoteStore;
import org.shoestring.store.s3.SmallParts;

/** Four threads at two hundred objects while every second request meets some fault. */
@Tag("long")
class RandomFaultsTest extends FaultyStore {
  private static final int THREADS = 4;
  private static final int OBJECTS = 50;
  private static final Set<Class<?>> KINDS =
      Set.of(
          Answer.class,
          Fault.CutAnswer.class,
          Fault.CutRequest.class,
          Fault.FlipBit.class,
          Fault.LoseAnswer.class);

  /** What a thread knows of its objects, which no other touches. */
  private final Map<String, List<Byte>> expected = new ConcurrentSkipListMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void manyOperations_everyFaultAtRandom_contentIsExact(long seed) throws Exception {
    StoreFile file = file(proxy.endpoint(), "conditional-create: yes", "give-up-after: 60s");
    Bucket bucket = SmallParts.open(file, BUCKET);
    RemoteStore store = TestStores.open(bucket, file, prefix, spools);
    Random random = new Random(seed);
    proxy.inject(anyFault(random));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String folder = "thread-" + i + "/";
        Random own = new Random(seed * 1000 + i);
        tasks.add(() -> work(store, folder, own));
      }
      for (Future<Integer> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isEqualTo(OBJECTS);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(kinds()).isEqualTo(KINDS);
    proxy.inject(FaultRule.NONE);
    assertThat(names()).containsExactlyElementsOf(expected.keySet());
    for (Map.Entry<String, List<Byte>> object : expected.entrySet()) {
      assertThat(boxed(read(direct, object.getKey()))).isEqualTo(object.getValue());
    }
    // Whose start was answered is ended; of one whose answer was lost nobody here knows the name.
    long unheard =
        proxy.injected().stream()
            .filter(done -> done.request().target().endsWith("?uploads"))
            .filter(done -> !(done.fault() instanceof Answer))
            .count();
    List<Bucket.Upload> left = bucket.uploads(prefix);
    assertThat((long) left.size()).isLessThanOrEqualTo(unheard);
    for (Bucket.Upload upload : left) {
      bucket.abort(upload);
    }
  }

  /** The kinds of faults that came about. */
  private Set<Class<?>> kinds() {
    return injected().stream().map(Object::getClass).collect(Collectors.toSet());
  }

  private static FaultRule anyFault(Random random) {
    return request -> {
      synchronized (random) {
        int length = request.header("Content-Length").map(Integer::parseInt).orElse(0) + 700;
        return switch (random.nextInt(16)) {
          case 0 -> Optional.of(new Fault.CutRequest(random.nextInt(length), end(random)));
          case 1 -> Optional.of(new Fault.CutAnswer(random.nextInt(2000), end(random)));
          case 2 -> Optional.of(new Fault.CutAnswer(random.nextInt(100_000), end(random)));
          case 3 -> Optional.of(new Fault.LoseAnswer(end(random)));
          case 4 -> Optional.of(Answer.of(random.nextBoolean() ? 500 : 503));
          case 5 -> Optional.of(Answer.s3(503, "SlowDown", "Reduce your request rate."));
          case 6 -> Optional.of(Answer.of(429));
          case 7 -> Optional.of(new Fault.FlipBit(200 + random.nextInt(length)));
          default -> Optional.empty();
        };
      }
    };
  }

  private int work(RemoteStore store, String folder, Random random) throws IOException {
    for (int i = 0; i < OBJECTS; i++) {
      String name = folder + i;
      byte[] content = bytes(random, i == 0 ? SmallParts.BYTES + 1000 : random.nextInt(60_000));
      if (i > 0 && random.nextBoolean()) {
        assertThat(store.create(name, content)).isTrue();
        assertThat(store.create(name, "another".getBytes(UTF_8))).isFalse();
      } else {
        put(store, name, content);
      }
      expected.put(name, boxed(content));
      String some = folder + random.nextInt(i + 1);
      switch (random.nextInt(4)) {
        case 0 -> {
          store.delete(some);
          expected.remove(some);
        }
        case 1 ->
            assertThat(store.list(folder))
                .extracting(StoredObject::name)
                .containsAll(names(folder));
        case 2 ->
            assertThat(store.stat(some).map(StoredObject::bytes))
                .isEqualTo(Optional.ofNullable(expected.get(some)).map(b -> (long) b.size()));
        default -> {
          if (expected.containsKey(some)) {
            assertThat(boxed(read(store, some))).isEqualTo(expected.get(some));
          }
        }
      }
    }
    return OBJECTS;
  }

  private List<String> names(String folder) {
    return expected.keySet().stream().filter(name -> name.startsWith(folder)).toList();
  }

  private static List<Byte> boxed(byte[] bytes) {
    List<Byte> list = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      list.add(b);
    }
    return list;
  }
}
