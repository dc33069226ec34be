package org.shoestring.shuffle.split;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Divides each row's total among columns whose totals are given too: each cell is its proportional
 * share, row times column by all, rounded down or up, and all sums are exact.
 *
 * <p>Such a rounding always exists (M. Bacharach, "Matrix rounding problems", Management Science
 * 12, 1966). Cells are rounded up by descending remainder, those of the first rows first, while
 * their row and column lack something; what is lacking then is brought in along alternating paths.
 */
final class Allotment {
  private final long[][] cells;
  private final boolean[][] exact;
  private final boolean[][] raised;
  private final long[] rowNeeds;
  private final long[] columnNeeds;

  private record Cell(int row, int column, long remainder) {}

  private Allotment(long[] rows, long[] columns) {
    this.cells = new long[rows.length][columns.length];
    this.exact = new boolean[rows.length][columns.length];
    this.raised = new boolean[rows.length][columns.length];
    this.rowNeeds = rows.clone();
    this.columnNeeds = columns.clone();
  }

  /**
   * The cells, by row and column.
   *
   * @param rows totals, not negative
   * @param columns totals, not negative, of the same sum
   */
  static long[][] of(long[] rows, long[] columns) {
    long all = LongStream.of(rows).sum();
    if (all != LongStream.of(columns).sum()) {
      throw new IllegalArgumentException(
          Arrays.toString(rows) + " and " + Arrays.toString(columns));
    }
    Allotment allotment = new Allotment(rows, columns);
    if (all > 0) {
      allotment.roundDown(rows, columns, all).forEach(allotment::raiseIfNeeded);
      allotment.bringInTheRest();
    }
    return allotment.cells;
  }

  /** Rounds all cells down; those that may be rounded up come out, by descending remainder. */
  private List<Cell> roundDown(long[] rows, long[] columns, long all) {
    BigInteger divisor = BigInteger.valueOf(all);
    List<Cell> inexact = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      BigInteger total = BigInteger.valueOf(rows[row]);
      for (int column = 0; column < columns.length; column++) {
        BigInteger[] share =
            total.multiply(BigInteger.valueOf(columns[column])).divideAndRemainder(divisor);
        add(row, column, share[0].longValueExact());
        exact[row][column] = share[1].signum() == 0;
        if (!exact[row][column]) {
          inexact.add(new Cell(row, column, share[1].longValueExact()));
        }
      }
    }
    inexact.sort(Comparator.comparingLong(Cell::remainder).reversed());
    return inexact;
  }

  private void add(int row, int column, long count) {
    cells[row][column] += count;
    rowNeeds[row] -= count;
    columnNeeds[column] -= count;
  }

  private void raiseIfNeeded(Cell cell) {
    if (rowNeeds[cell.row()] > 0 && columnNeeds[cell.column()] > 0) {
      raise(cell.row(), cell.column());
    }
  }

  private void raise(int row, int column) {
    raised[row][column] = true;
    add(row, column, 1);
  }

  private void lower(int row, int column) {
    raised[row][column] = false;
    add(row, column, -1);
  }

  private void bringInTheRest() {
    for (int row = 0; row < rowNeeds.length; row++) {
      while (rowNeeds[row] > 0) {
        bringIn(row);
      }
    }
  }

  /** Raises one more cell of a row, and moves others' so that a column that lacks one gets it. */
  private void bringIn(int start) {
    int[] from = new int[columnNeeds.length];
    Arrays.fill(from, -1);
    boolean[] seen = new boolean[rowNeeds.length];
    int[] gives = new int[rowNeeds.length];
    Deque<Integer> rows = new ArrayDeque<>();
    rows.add(start);
    seen[start] = true;
    while (!rows.isEmpty()) {
      int row = rows.remove();
      for (int column = 0; column < from.length; column++) {
        if (from[column] >= 0 || exact[row][column] || raised[row][column]) {
          continue;
        }
        from[column] = row;
        if (columnNeeds[column] > 0) {
          move(start, column, from, gives);
          return;
        }
        for (int other = 0; other < seen.length; other++) {
          if (!seen[other] && raised[other][column]) {
            seen[other] = true;
            gives[other] = column;
            rows.add(other);
          }
        }
      }
    }
    throw new IllegalStateException("row " + start + " cannot be brought in");
  }

  private void move(int start, int lastColumn, int[] from, int[] gives) {
    int column = lastColumn;
    int row = from[column];
    raise(row, column);
    while (row != start) {
      column = gives[row];
      lower(row, column);
      row = from[column];
      raise(row, column);
    }
  }
}
