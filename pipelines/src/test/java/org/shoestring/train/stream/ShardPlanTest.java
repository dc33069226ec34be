package org.shoestring.train.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.shoestring.table.ProgramException;

/** Who gets which shards of a stream, and which ones go. */
class ShardPlanTest {
  private static final ShardWant FIRST =
      new ShardWant(false, 0, 7, List.of("a", "b"), List.of("c", "d", "e"));
  private static final ShardWant SECOND =
      new ShardWant(false, 0, 3, List.of("b", "x"), List.of("c", "y"));

  private static ShardPlan.Moves moves(ShardPlan plan, Set<String> there) {
    return plan.moves(there, there, Set.of());
  }

  @Test
  void of_twoProcesses_neededOnesOfTheSlowerThenRoundsOfHints() {
    ShardPlan plan = ShardPlan.of(List.of(FIRST, SECOND), List.of(), 4);

    assertThat(plan.order()).containsExactly("b", "x", "a", "c", "y", "d", "e");
    assertThat(plan.wanted()).containsExactly("b", "x", "a", "c");
    assertThat(plan.isNeeded("a")).isTrue();
    assertThat(plan.isNeeded("c")).isFalse();
  }

  @Test
  void of_anEarlierEpochAtALaterPlace_isFirst() {
    ShardWant later = new ShardWant(false, 1, 0, List.of("a"), List.of());
    ShardWant earlier = new ShardWant(false, 0, 900, List.of("b"), List.of());

    assertThat(ShardPlan.of(List.of(later, earlier), List.of(), 1).wanted()).containsExactly("b");
  }

  @Test
  void of_oneThatWaits_isFirstThoughOthersAreBehind() {
    ShardWant waiting = ShardWant.parse("w", "1\t1\t0\t2\ta\tb");
    ShardWant behind = ShardWant.parse("w", "0\t0\t0\t2\tc\td");

    assertThat(ShardPlan.of(List.of(behind, waiting), List.of(), 3).wanted())
        .containsExactly("a", "b", "c");
  }

  @Test
  void of_oneThatIsSilent_comesAfterTheNeedsOfOthers() {
    ShardPlan plan = ShardPlan.of(List.of(FIRST), List.of(SECOND), 4);

    assertThat(plan.wanted()).containsExactly("a", "b", "x", "c");
  }

  @Test
  void of_moreNeededThanThereIsRoomFor_servesWhoIsFurthestBehind() {
    ShardPlan plan = ShardPlan.of(List.of(FIRST, SECOND), List.of(), 2);

    assertThat(plan.wanted()).containsExactly("b", "x");
    assertThat(moves(plan, Set.of("a", "b")))
        .isEqualTo(new ShardPlan.Moves(List.of("a"), List.of("x")));
  }

  @Test
  void moves_nobodyWantsAnything_removesNothing() {
    assertThat(moves(ShardPlan.of(List.of(), List.of(), 3), Set.of("a", "b")))
        .isEqualTo(new ShardPlan.Moves(List.of(), List.of()));
  }

  @Test
  void moves_whatNobodyWants_goesAtOnce() {
    assertThat(moves(ShardPlan.of(List.of(FIRST), List.of(), 5), Set.of("a", "b", "z")).removed())
        .containsExactly("z");
  }

  @Test
  void moves_whatIsWantedLater_goesOnlyForRoom() {
    ShardPlan plan = ShardPlan.of(List.of(FIRST), List.of(), 3);

    assertThat(moves(plan, Set.of("a", "e"))).isEqualTo(moved(List.of("e"), "b", "c"));
    assertThat(moves(plan, Set.of("a", "d", "e"))).isEqualTo(moved(List.of("e", "d"), "b", "c"));
  }

  private static ShardPlan.Moves moved(List<String> removed, String... fetched) {
    return new ShardPlan.Moves(removed, List.of(fetched));
  }

  @Test
  void moves_whatIsOnItsWay_takesRoomAndStays() {
    ShardPlan plan = ShardPlan.of(List.of(FIRST), List.of(), 2);

    assertThat(plan.moves(Set.of("y", "z"), Set.of(), Set.of("y", "z")))
        .isEqualTo(moved(List.of()));
    assertThat(plan.moves(Set.of("y", "z"), Set.of("z"), Set.of("y")))
        .isEqualTo(moved(List.of("z"), "a"));
  }

  @Test
  void moves_whatIsThereInPart_isFetchedToItsEndWithoutMoreRoom() {
    ShardPlan plan = ShardPlan.of(List.of(FIRST), List.of(), 2);

    assertThat(plan.moves(Set.of("a", "b"), Set.of("b"), Set.of()))
        .isEqualTo(moved(List.of(), "a"));
  }

  /** Whatever happens in whatever order. */
  @Test
  void moves_manyProcessesAtRandom_neverExceedTheBoundAndServeTheSlowest() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      int bound = 1 + random.nextInt(5);
      List<ShardWant> wants =
          random.ints(random.nextInt(4), 0, 3).mapToObj(epoch -> want(random, epoch)).toList();
      Set<String> there = names(random, random.nextInt(bound + 1));
      Set<String> fetching = new TreeSet<>(there);
      fetching.retainAll(names(random, 3));
      Set<String> whole = new TreeSet<>(there);
      whole.removeAll(fetching);

      ShardPlan plan = ShardPlan.of(wants, List.of(), bound);
      ShardPlan.Moves moves = plan.moves(there, whole, fetching);

      Set<String> then = new TreeSet<>(there);
      assertThat(then).containsAll(moves.removed());
      then.removeAll(moves.removed());
      assertThat(then).containsAll(fetching);
      then.addAll(moves.fetched());
      assertThat(then).hasSizeLessThanOrEqualTo(bound);
      if (fetching.isEmpty()) {
        assertThat(then).containsAll(plan.wanted());
        wants.stream()
            .min(ShardWant.MOST_URGENT_FIRST)
            .filter(least -> Set.copyOf(least.needed()).size() <= bound)
            .ifPresent(least -> assertThat(then).containsAll(least.needed()));
      }
    }
  }

  private static ShardWant want(Random random, int epoch) {
    return new ShardWant(
        false,
        epoch,
        random.nextInt(9),
        List.copyOf(names(random, random.nextInt(3))),
        List.copyOf(names(random, random.nextInt(5))));
  }

  private static Set<String> names(Random random, int count) {
    Set<String> names = new TreeSet<>();
    while (names.size() < count) {
      names.add(Character.toString('a' + random.nextInt(10)));
    }
    return names;
  }

  @Test
  void parse_line_hasItsParts() {
    assertThat(ShardWant.parse("w", "0\t0\t7\t2\ta\tb\tc\td\te")).isEqualTo(FIRST);
    assertThat(ShardWant.parse("w", "0\t3\t0\t0"))
        .isEqualTo(new ShardWant(false, 3, 0, List.of(), List.of()));
  }

  @Test
  void parse_anotherForm_saysTheCure() {
    for (String line : List.of("", "0\t0\t7", "0\t0\t7\t2\ta", "0\tx\t0\t0", "0\t0\t0\t-1\ta")) {
      assertThatThrownBy(() -> ShardWant.parse("want/1", line))
          .isInstanceOf(ProgramException.class)
          .hasMessageStartingWith("want/1: '")
          .hasMessageEndingWith(
              " does not ask for shards; expected the tab-separated fields WAITS EPOCH PLACE NEEDED"
                  + " SHARD SHARD ...; use the shoestring_data.py of this version");
    }
  }
}
