package org.shoestring.step.filter;

import com.dynatrace.hash4j.hashing.HashValue128;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.shoestring.shuffle.HashIndex;
import org.shoestring.shuffle.LineHash;
import org.shoestring.shuffle.LineId;
import org.shoestring.step.Barrier;
import org.shoestring.step.Verdict;
import org.shoestring.step.tokenize.Whitespace;
import org.shoestring.tsv.TsvRow;

/**
 * Which words are rare: counts meet by the hash of word and column, and each shard is told the
 * hashes of the rare words that are in it.
 */
final class RareWords implements Barrier {
  private static final long serialVersionUID = 1;

  /** How many different words a mapper counts before it notes their counts: 1.5 MB. */
  private static final int COUNTED = 1 << 15;

  private static final int MOST_SHOWN = 60;

  private final long min;
  private final List<String> columns;
  private final int[] fields;

  /**
   * Those of these fields.
   *
   * @param min words with a lower count are rare
   * @param columns the names of all columns
   */
  RareWords(long min, List<String> columns, int... fields) {
    this.min = min;
    this.columns = List.copyOf(columns);
    this.fields = fields.clone();
  }

  @Override
  public int factsPerLine() {
    return 4;
  }

  /** Takes the words of a row. */
  private interface Words {
    /** Takes a word by the hash of it and its column; false if no more are wanted. */
    boolean word(int field, int from, int to, long high, long low) throws IOException;
  }

  private void eachWord(TsvRow row, Words words) throws IOException {
    byte[] bytes = row.bytes();
    for (int field : fields) {
      int end = row.end(field);
      int at = row.start(field);
      while (at < end) {
        int blank = Whitespace.length(bytes, at, end);
        if (blank > 0) {
          at += blank;
          continue;
        }
        int from = at;
        while (at < end && Whitespace.length(bytes, at, end) == 0) {
          at++;
        }
        HashValue128 hash = LineHash.ofLine(bytes, from, at);
        long low = hash.getLeastSignificantBits() + field;
        if (!words.word(field, from, at, hash.getMostSignificantBits(), low)) {
          return;
        }
      }
    }
  }

  @Override
  public Mapper mapper() {
    return new Counts();
  }

  /** Counts the words of a shard, a part of them at a time. */
  private final class Counts implements Mapper {
    private final HashIndex words = new HashIndex(COUNTED);
    private final int[] counts = new int[COUNTED];
    private final byte[] fact = new byte[LineHash.BYTES + Integer.BYTES];
    private long number;

    @Override
    public void map(int place, long line, TsvRow row, Facts facts) throws IOException {
      number = Math.max(number, LineId.of(place, 0));
      eachWord(
          row,
          (field, from, to, high, low) -> {
            int word = words.add(high, low);
            counts[word]++;
            if (words.size() == COUNTED) {
              finish(facts);
            }
            return true;
          });
    }

    @Override
    public void finish(Facts facts) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(fact);
      for (int word = 0; word < words.size(); word++) {
        buffer.clear();
        buffer.putLong(words.high(word)).putLong(words.low(word)).putInt(counts[word]);
        facts.note(number++, fact, 0, fact.length);
      }
      Arrays.fill(counts, 0, words.size(), 0);
      words.clear();
    }
  }

  @Override
  public Reducer reducer(int facts) {
    return new Sums();
  }

  /** Sums counts, and remembers for words that are still rare which shards have them. */
  private final class Sums implements Reducer {
    private static final int NONE = -1;

    private final HashIndex words = new HashIndex(1 << 10);
    private long[] counts = new long[1 << 10];

    /** For each word the last of its shards, as an index into the two arrays below. */
    private int[] last = new int[1 << 10];

    private int[] places = new int[1 << 10];
    private int[] before = new int[1 << 10];
    private int size;

    @Override
    public void reduce(long number, byte[] bytes, int from, int to, Answers answers) {
      ByteBuffer fact = ByteBuffer.wrap(bytes, from, to - from);
      int known = words.size();
      int word = words.add(fact.getLong(), fact.getLong());
      if (word == counts.length) {
        counts = Arrays.copyOf(counts, 2 * word);
        last = Arrays.copyOf(last, 2 * word);
      }
      if (word == known) {
        counts[word] = 0;
        last[word] = NONE;
      }
      counts[word] += fact.getInt();
      if (counts[word] >= min) {
        last[word] = NONE;
      } else {
        remember(word, LineId.place(number));
      }
    }

    private void remember(int word, int place) {
      if (last[word] != NONE && places[last[word]] == place) {
        return;
      }
      if (size == places.length) {
        places = Arrays.copyOf(places, 2 * size);
        before = Arrays.copyOf(before, 2 * size);
      }
      places[size] = place;
      before[size] = last[word];
      last[word] = size++;
    }

    @Override
    public void finish(Answers answers) throws IOException {
      byte[] hash = new byte[LineHash.BYTES];
      for (int word = 0; word < words.size(); word++) {
        ByteBuffer.wrap(hash).putLong(words.high(word)).putLong(words.low(word));
        for (int at = last[word]; at != NONE; at = before[at]) {
          answers.tell(places[at], word, hash, 0, hash.length);
        }
      }
    }
  }

  @Override
  public Learnt learnt() {
    return new Rare();
  }

  /** The rare words of one shard, by their hashes. */
  private final class Rare implements Learnt {
    private final HashIndex rare = new HashIndex(16);
    private Verdict verdict = Verdict.keep();

    @Override
    public void hear(long number, byte[] bytes, int from, int to) {
      ByteBuffer hash = ByteBuffer.wrap(bytes, from, to - from);
      rare.add(hash.getLong(), hash.getLong());
    }

    @Override
    public Verdict apply(TsvRow row) {
      verdict = Verdict.keep();
      try {
        eachWord(
            row,
            (field, from, to, high, low) -> {
              if (!rare.contains(high, low)) {
                return true;
              }
              verdict =
                  Verdict.reject(
                      Frequency.REASON, columns.get(field) + " " + shown(row.bytes(), from, to));
              return false;
            });
      } catch (IOException e) {
        throw new AssertionError("nothing is written here", e);
      }
      return verdict;
    }
  }

  private static String shown(byte[] bytes, int from, int to) {
    String word = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    int end =
        word.offsetByCodePoints(0, Math.min(MOST_SHOWN, word.codePointCount(0, word.length())));
    return end < word.length() ? word.substring(0, end) + "..." : word;
  }
}
