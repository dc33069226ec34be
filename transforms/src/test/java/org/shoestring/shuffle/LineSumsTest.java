package org.shoestring.shuffle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.shoestring.tsv.TsvRow;

class LineSumsTest {
  private static LineSums sums(List<String> lines) {
    LineSums sums = new LineSums(1);
    lines.forEach(line -> add(sums, 0, line));
    return sums;
  }

  private static void add(LineSums sums, int group, String line) {
    byte[] bytes = ("<" + line + ">").getBytes(UTF_8);
    sums.add(group, bytes, 1, bytes.length - 1);
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "line " + i + "\tx")
        .collect(Collectors.toList());
  }

  @Test
  void of_otherOrder_isTheSame() {
    List<String> lines = lines(1000);
    String before = sums(lines).of(0);
    Collections.shuffle(lines, new Random(1));
    assertThat(sums(lines).of(0)).isEqualTo(before);
  }

  @Test
  void of_otherLines_isAnother() {
    String sum = sums(List.of("a", "b", "b")).of(0);
    assertThat(sums(List.of("a", "b")).of(0)).isNotEqualTo(sum);
    assertThat(sums(List.of("a", "a", "b")).of(0)).isNotEqualTo(sum);
    assertThat(sums(List.of("a", "b", "c")).of(0)).isNotEqualTo(sum);
    assertThat(sums(List.of("", "")).of(0)).isNotEqualTo(sums(List.of()).of(0));
    assertThat(sums(List.of()).of(0)).isEqualTo("0".repeat(32));
  }

  @Test
  void of_manyLines_isTheSumOfTheirHashesModulo2To128() {
    BigInteger sum = BigInteger.ZERO;
    LineHash hash = new LineHash(0, 1);
    for (String line : lines(500)) {
      byte[] bytes = hash.of(TsvRow.parse(line.getBytes(UTF_8)));
      sum = sum.add(new BigInteger(1, ByteBuffer.wrap(bytes).array()));
    }
    String expected = sum.mod(BigInteger.ONE.shiftLeft(128)).toString(16);
    assertThat(sums(lines(500)).of(0)).isEqualTo("0".repeat(32 - expected.length()) + expected);
  }

  @Test
  void total_groupsAndOthersAdded_isThatOfAllLines() {
    LineSums first = new LineSums(3);
    LineSums second = new LineSums(3);
    List<String> lines = lines(100);
    for (int i = 0; i < lines.size(); i++) {
      add(i % 2 == 0 ? first : second, i % 3, lines.get(i));
    }
    first.add(second);
    assertThat(first.total()).isEqualTo(sums(lines).of(0));
    assertThat(first.of(2))
        .isEqualTo(
            sums(IntStream.range(0, 100).filter(i -> i % 3 == 2).mapToObj(lines::get).toList())
                .of(0));
  }
}
