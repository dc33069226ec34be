package org.shoestring.transform.unit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that keeps the entries used last, a few of many: what nobody asks for any more, since its
 * pipeline has ended or failed, goes.
 */
final class RecentEntries<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;
  private static final float LOAD = 0.75f;

  /** More than the pipelines that one process runs at the same time. */
  static final int MOST = 64;

  RecentEntries() {
    super(MOST, LOAD, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > MOST;
  }
}
