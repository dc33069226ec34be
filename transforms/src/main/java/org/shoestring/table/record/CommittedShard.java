package org.shoestring.table.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A shard of a committed table.
 *
 * @param place its number in the table's order, counted from 0
 */
public record CommittedShard(int place, ShardFacts facts) implements Shard {

  /**
   * What written shards are once a manifest names them in this order: each table counts its own.
   */
  public static List<CommittedShard> inOrder(List<WrittenShard> written) {
    Map<String, Integer> ends = new HashMap<>();
    List<CommittedShard> shards = new ArrayList<>(written.size());
    for (WrittenShard shard : written) {
      int place = ends.merge(shard.table(), 1, Integer::sum) - 1;
      shards.add(new CommittedShard(place, shard.facts()));
    }
    return shards;
  }

  @Override
  public int inputNumber() {
    return place;
  }

  /** The same shard as part of another folder's table. */
  public CommittedShard in(String newFolder, String newTable) {
    return new CommittedShard(place, facts.in(newFolder, newTable));
  }
}
