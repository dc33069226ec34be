package org.shoestring.tsv.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {

  @Property(tries = 300)
  void parse_itsOwnText_isEqual(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 100_000) Integer> lines) {
    Members.Builder builder = new Members.Builder();
    lines.forEach(count -> builder.add(count, count + 20));
    Members members = builder.build();

    assertThat(Members.parse(members.toString()))
        .isEqualTo(members)
        .hasSameHashCodeAs(members)
        .hasToString(members.toString());
  }

  @Property(tries = 300)
  void holding_anyLine_isTheMemberWithIt(
      @ForAll @Size(min = 1, max = 10) List<@IntRange(max = 4) Integer> lines) {
    Members.Builder builder = new Members.Builder();
    lines.forEach(count -> builder.add(count, 1));
    Members members = builder.build();

    for (int line = 0; line < members.totalLines(); line++) {
      int member = members.holding(line);
      assertThat(line - members.firstLine(member)).isBetween(0L, members.lines(member) - 1L);
    }
    assertThat(members.holding(members.totalLines())).isEqualTo(members.size());
  }

  @Test
  void offset_members_isTheSumOfThoseBefore() {
    Members members = Members.parse("3:100,0:20,5:17000000,1:7");

    assertThat(members.offset(0)).isZero();
    assertThat(members.offset(2)).isEqualTo(120);
    assertThat(members.offset(3)).isEqualTo(17_000_120L);
    assertThat(members.totalBytes()).isEqualTo(17_000_127L);
    assertThat(members.firstLine(3)).isEqualTo(8);
    assertThat(members.totalLines()).isEqualTo(9);
    assertThat(members.size()).isEqualTo(4);
    assertThat(members.bytes(0)).isEqualTo(100);
  }

  @Test
  void totalBytes_moreThanAnInt_doNotOverflow() {
    Members members =
        new Members.Builder().add(5, Integer.MAX_VALUE).add(Integer.MAX_VALUE, 7).build();

    assertThat(members.offset(1)).isEqualTo(2_147_483_647L);
    assertThat(members.totalBytes()).isEqualTo(2_147_483_654L);
    assertThat(members.totalLines()).isEqualTo(2_147_483_652L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1:",
        ":1",
        "1:2,",
        "-1:5",
        "1:0",
        "1:-3",
        "1:2;3:4",
        "1:99999999999",
        "+1:2",
        "1:2000000000",
        "1:100000000"
      })
  void parse_noPairs_isRefused(String text) {
    assertThatThrownBy(() -> Members.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
