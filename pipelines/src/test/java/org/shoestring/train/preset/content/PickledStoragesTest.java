package org.shoestring.train.preset.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pickles of a real Python, where it is installed. */
class PickledStoragesTest {
  @TempDir Path folder = Path.of("");

  /** All kinds of values, and keys that are the same objects as texts elsewhere. */
  private static final String PICKLE =
      """
      import collections, pickle, random
      class Storage: pass
      class P:
          def __init__(self, key): self.key = key
      class Slots:
          __slots__ = ('a',)
          def __init__(self): self.a = 1
      class Args(tuple):
          def __getnewargs_ex__(self): return ((1, 2),), {}
          def __new__(cls, *a, **k): return tuple.__new__(cls, *a)
      values = [None, True, False, 1, 300, 70000, 1 << 40, 1 << 3000, -5, 1.5, 'a' * 300, 'ü€',
                b'x', b'y' * 300, bytearray(b'z'), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [],
                [1], list(range(2000)), {}, {'0': '1'}, set([1, 2]), frozenset([3]), Slots(),
                Args((1, 2)), collections.OrderedDict(a=1), random.getstate(), print, P('0'),
                P('1'), P('0'), {str(i): P(str(i)) for i in range(2, 12)}]
      for protocol in range(1, 6):
          with open(f'{protocol}.pkl', 'wb') as f:
              pickler = pickle.Pickler(f, protocol)
              pickler.persistent_id = lambda o: (
                  ('storage', Storage, o.key, 'cpu', 10) if isinstance(o, P) else None)
              if protocol < 2:
                  values = [v for v in values if not isinstance(v, (Slots, Args))]
                  pickler.dump(values)
              else:
                  pickler.dump(values)
      """;

  @Test
  void keys_everyProtocol_areAll() throws Exception {
    PythonLibrary.with("pickle").run(folder, PICKLE);

    for (int protocol = 1; protocol <= 5; protocol++) {
      try (InputStream pickle = Files.newInputStream(folder.resolve(protocol + ".pkl"))) {
        assertThat(PickledStorages.keys(pickle))
            .as("protocol %s", protocol)
            .containsExactly("0", "1", "10", "11", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(pickle.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void fault_everyCutOfAPickle_passesOnlyTheWhole() throws Exception {
    PythonLibrary.with("pickle").run(folder, PICKLE);
    Path whole = folder.resolve("4.pkl");

    assertThat(Cuts.passing(whole, PickleCheck::fault)).containsExactly(Files.size(whole));
  }

  @Test
  void keys_noPickle_isTold() {
    assertThatThrownBy(
            () -> PickledStorages.keys(new ByteArrayInputStream(new byte[] {(byte) 0xFF})))
        .isInstanceOf(PickledStorages.NoPickleException.class)
        .hasMessage("opcode 255");
    assertThatThrownBy(() -> PickledStorages.keys(new ByteArrayInputStream(new byte[] {'Q', '.'})))
        .isInstanceOf(PickledStorages.NoPickleException.class)
        .hasMessage("nothing on the stack");
    assertThatThrownBy(() -> PickledStorages.keys(new ByteArrayInputStream(new byte[0])))
        .isInstanceOf(EOFException.class);
  }

  @Property(tries = 1000)
  void keys_anyBytes_areReadOrAnInputError(@ForAll byte[] bytes) {
    try {
      assertThat(PickledStorages.keys(new ByteArrayInputStream(bytes))).isNotNull();
    } catch (IOException e) {
      assertThat(e).isInstanceOfAny(EOFException.class, PickledStorages.NoPickleException.class);
    }
  }
}
