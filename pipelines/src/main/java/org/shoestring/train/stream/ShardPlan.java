package org.shoestring.train.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which shards should lie on the disk: the first ones of those that processes need now, whoever
 * waits, then whoever is furthest behind first; then of those that they will need, a round for the
 * first hint of each process, a round for the second, and so on. So of those that wait, the one
 * that is furthest behind always gets what it needs, and nobody waits for ever.
 */
final class ShardPlan {
  private final List<String> order;
  private final Set<String> needed;
  private final int bound;

  private ShardPlan(Set<String> order, Set<String> needed, int bound) {
    this.order = List.copyOf(order);
    this.needed = Set.copyOf(needed);
    this.bound = bound;
  }

  /**
   * Plans.
   *
   * @param wants of the processes that read
   * @param silent wants of those that may read no more: their needs come after the others' needs
   * @param bound how many shards may lie on the disk
   */
  static ShardPlan of(Iterable<ShardWant> wants, Iterable<ShardWant> silent, int bound) {
    List<ShardWant> turns = new ArrayList<>();
    wants.forEach(turns::add);
    turns.sort(ShardWant.MOST_URGENT_FIRST);
    silent.forEach(turns::add);
    Set<String> order = new LinkedHashSet<>();
    turns.forEach(want -> order.addAll(want.needed()));
    Set<String> needed = new HashSet<>(order);
    int rounds = turns.stream().mapToInt(want -> want.hinted().size()).max().orElse(0);
    for (int round = 0; round < rounds; round++) {
      for (ShardWant want : turns) {
        if (round < want.hinted().size()) {
          order.add(want.hinted().get(round));
        }
      }
    }
    return new ShardPlan(order, needed, bound);
  }

  /** All that anybody wants, what is most urgent first. */
  List<String> order() {
    return order;
  }

  /** Whether a process waits for a shard, or reads it. */
  boolean isNeeded(String shard) {
    return needed.contains(shard);
  }

  /** Those that should be there, what is most urgent first. */
  List<String> wanted() {
    return order.subList(0, Math.min(bound, order.size()));
  }

  /**
   * What to do.
   *
   * @param removed the shards that are to go
   * @param fetched those that are to be fetched then, in this order; there is room for them
   */
  record Moves(List<String> removed, List<String> fetched) {}

  /**
   * What leads to the plan. Before anybody wants something, nothing is removed; after that, what
   * nobody wants, and of the rest what is least urgent, as far as room is needed.
   *
   * @param there the shards that are there, whole or in part
   * @param whole those that are whole
   * @param fetching those that are on their way, which cannot be removed
   */
  Moves moves(Set<String> there, Set<String> whole, Set<String> fetching) {
    Set<String> left = new LinkedHashSet<>(there);
    List<String> removable = removable(there, fetching);
    List<String> removed = new ArrayList<>();
    while (!removable.isEmpty() && !order.isEmpty() && !order.contains(removable.get(0))) {
      left.remove(take(removable, removed));
    }
    List<String> fetched = new ArrayList<>();
    for (String shard : wanted()) {
      if (whole.contains(shard) || fetching.contains(shard)) {
        continue;
      }
      if (!left.contains(shard) && left.size() >= bound) {
        if (removable.isEmpty()) {
          break; // What is on its way must arrive first.
        }
        left.remove(take(removable, removed));
      }
      left.add(shard);
      fetched.add(shard);
    }
    return new Moves(removed, fetched);
  }

  private static String take(List<String> removable, List<String> removed) {
    String shard = removable.remove(0);
    removed.add(shard);
    return shard;
  }

  /** What is not to stay: first what nobody wants, then what is least urgent. */
  private List<String> removable(Set<String> there, Set<String> fetching) {
    Set<String> stay = new HashSet<>(wanted());
    List<String> unwanted = new ArrayList<>();
    for (String shard : there) {
      if (!order.contains(shard) && !fetching.contains(shard)) {
        unwanted.add(shard);
      }
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      String shard = order.get(i);
      if (there.contains(shard) && !stay.contains(shard) && !fetching.contains(shard)) {
        unwanted.add(shard);
      }
    }
    return unwanted;
  }
}
