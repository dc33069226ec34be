package org.shoestring.train.preset.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The storages that a pickle of {@code torch.save} names, without making any object of it. PyTorch
 * keeps the numbers of its tensors beside the pickle, and names each by a persistent id, a tuple
 * whose third field is a key. Opcodes are those of Python's pickletools, protocols 0 to 5.
 */
final class PickledStorages {
  private static final int KEY_FIELD = 2;
  private static final Object MARK = new Object();

  /** Any value but a text or a tuple: nothing is asked of it. */
  private static final Object OTHER = new Object();

  private final DataInputStream pickle;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private final SortedSet<String> keys = new TreeSet<>();
  private long memoized;

  private PickledStorages(InputStream pickle) {
    this.pickle = new DataInputStream(pickle);
  }

  private record Tuple(List<Object> fields) {}

  /** A stream that is no such pickle. */
  static final class NoPickleException extends IOException {
    private static final long serialVersionUID = 1;

    NoPickleException(String message) {
      super(message);
    }
  }

  /**
   * Reads one pickle.
   *
   * @throws EOFException if it ends early
   * @throws NoPickleException if it is none
   */
  static SortedSet<String> keys(InputStream pickle) throws IOException {
    PickledStorages read = new PickledStorages(pickle);
    while (read.step(read.pickle.readUnsignedByte())) {
      // One opcode after the other.
    }
    return read.keys;
  }

  /** Follows one opcode; false for the last one. */
  private boolean step(int opcode) throws IOException {
    switch (opcode) {
      case '.' -> {
        return false;
      }
      case '(' -> stack.add(MARK);
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> stack.add(top());
      case 'N', ']', '}', ')', 0x88, 0x89, 0x8f, 0x97 -> stack.add(OTHER);
      case 'K', 0x82 -> other(1);
      case 'M', 0x83 -> other(2);
      case 'J', 0x84 -> other(4);
      case 'G' -> other(8);
      case 'F', 'I', 'L', 'P', 'S' -> {
        line();
        stack.add(OTHER);
      }
      case 'V' -> stack.add(line());
      case 'U' -> stack.add(text(pickle.readUnsignedByte()));
      case 'T', 'X' -> stack.add(text(length4()));
      case 0x8c -> stack.add(text(pickle.readUnsignedByte()));
      case 0x8d -> stack.add(text(length8()));
      case 'C', 0x8a -> other(pickle.readUnsignedByte());
      case 'B', 0x8b -> other(length4());
      case 0x8e, 0x96 -> other(length8());
      case 0x80 -> skip(1);
      case 0x95 -> skip(8);
      case 0x98 -> top();
      case 'c' -> {
        line();
        line();
        stack.add(OTHER);
      }
      case 'i' -> {
        line();
        line();
        popToMark();
        stack.add(OTHER);
      }
      case 'd', 'l', 'o', 0x91 -> {
        popToMark();
        stack.add(OTHER);
      }
      case 'a', 'b' -> pop();
      case 's' -> pop(2);
      case 'e', 'u', 0x90 -> popToMark();
      case 'R', 0x81, 0x93 -> {
        pop(2);
        stack.add(OTHER);
      }
      case 0x92 -> {
        pop(3);
        stack.add(OTHER);
      }
      case 't' -> stack.add(new Tuple(popToMark()));
      case 0x85, 0x86, 0x87 -> {
        pop(opcode - 0x84);
        stack.add(OTHER);
      }
      case 'Q' -> {
        persistentId(pop());
        stack.add(OTHER);
      }
      case 'p' -> memo.put(number(line()), kept(top()));
      case 'q' -> memo.put((long) pickle.readUnsignedByte(), kept(top()));
      case 'r' -> memo.put(length4(), kept(top()));
      case 0x94 -> memo.put(memoized++, kept(top()));
      case 'g' -> stack.add(remembered(number(line())));
      case 'h' -> stack.add(remembered(pickle.readUnsignedByte()));
      case 'j' -> stack.add(remembered(length4()));
      default -> throw new NoPickleException("opcode " + opcode);
    }
    return true;
  }

  private void persistentId(Object id) {
    if (id instanceof Tuple tuple
        && tuple.fields().size() > KEY_FIELD
        && tuple.fields().get(KEY_FIELD) instanceof String key) {
      keys.add(key);
    }
  }

  /** Only texts are ever looked at again; the rest is not held. */
  private static Object kept(Object value) {
    return value instanceof String ? value : OTHER;
  }

  private Object remembered(long place) {
    return Optional.ofNullable(memo.get(place)).orElse(OTHER);
  }

  private Object top() throws NoPickleException {
    if (stack.isEmpty()) {
      throw new NoPickleException("nothing on the stack");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws NoPickleException {
    Object value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  private void pop(int count) throws NoPickleException {
    for (int i = 0; i < count; i++) {
      pop();
    }
  }

  private List<Object> popToMark() throws NoPickleException {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw new NoPickleException("no mark on the stack");
    }
    List<Object> above = stack.subList(mark + 1, stack.size());
    List<Object> values = new ArrayList<>(above);
    stack.subList(mark, stack.size()).clear();
    return values;
  }

  private void other(long bytes) throws IOException {
    skip(bytes);
    stack.add(OTHER);
  }

  private void skip(long bytes) throws IOException {
    pickle.skipNBytes(bytes);
  }

  /** A text; one that is too long for a key is not held. */
  private Object text(long length) throws IOException {
    if (length > 64) {
      skip(length);
      return OTHER;
    }
    return new String(pickle.readNBytes((int) length), UTF_8);
  }

  private long length4() throws IOException {
    return Integer.toUnsignedLong(Integer.reverseBytes(pickle.readInt()));
  }

  private long length8() throws IOException {
    long length = Long.reverseBytes(pickle.readLong());
    if (length < 0) {
      throw new NoPickleException("a length of " + length);
    }
    return length;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = pickle.readUnsignedByte(); c != '\n'; c = pickle.readUnsignedByte()) {
      line.append((char) c);
    }
    return new String(line.toString().getBytes(ISO_8859_1), UTF_8);
  }

  private static long number(String line) throws NoPickleException {
    try {
      return Long.parseLong(line);
    } catch (NumberFormatException e) {
      throw new NoPickleException("a place " + line);
    }
  }
}
