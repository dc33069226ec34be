package org.shoestring.table.record;

/** Names of tables that every stage gives the same meaning. */
public final class TableName {
  /** The table of a stage that makes one; its shards lie in the output's folder. */
  public static final String MAIN = "main";

  /** The table of rejected lines. */
  public static final String REJECTED = "_rejected";

  private TableName() {}
}
