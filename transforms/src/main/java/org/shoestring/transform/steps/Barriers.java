package org.shoestring.transform.steps;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Spec;
import org.shoestring.step.Barrier;
import org.shoestring.step.Barrier.Learnt;
import org.shoestring.step.Chain;
import org.shoestring.step.Loaded;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.Columns;

/**
 * A chain of steps with the barriers in it. Up to each barrier the steps are run once so that it
 * learns, and all are run in the end: steps are functions of a row, and running them again costs
 * less than storing and reading again what they gave.
 */
final class Barriers implements Serializable {
  private static final long serialVersionUID = 1;

  private final StepList steps;
  private final Columns input;
  private final List<At> barriers;

  /** What the last chain has loaded, so that the next one finds it. */
  @SuppressWarnings("unused") // To hold it is its use.
  private transient @Nullable List<Loaded<?>> held;

  /**
   * A barrier in the chain.
   *
   * @param index its place among all steps
   */
  private record At(Barrier barrier, int index) implements Serializable {}

  private Barriers(StepList steps, Columns input, List<At> barriers) {
    this.steps = steps;
    this.input = input;
    this.barriers = List.copyOf(barriers);
  }

  /**
   * Finds the barriers of a chain.
   *
   * @throws org.shoestring.spec.UsageException for an unknown step, parameter or column
   */
  static Barriers in(StepList steps, Columns input) {
    List<At> found = new ArrayList<>();
    Chain unused = planned(steps, input, found);
    return new Barriers(steps, input, found);
  }

  /** The whole chain, bound for planning: every row passes its barriers. */
  static Chain planned(StepList steps, Columns input) {
    return planned(steps, input, new ArrayList<>());
  }

  private static Chain planned(StepList steps, Columns input, List<At> found) {
    return Chain.bind(
        steps.steps(),
        input,
        (spec, barrier, index) -> {
          found.add(new At(barrier, index));
          return row -> Verdict.keep();
        },
        steps);
  }

  /** The columns of the table. */
  Columns input() {
    return input;
  }

  /** How many there are. */
  int count() {
    return barriers.size();
  }

  /** One of them, counted from 0. */
  Barrier get(int number) {
    return barriers.get(number).barrier();
  }

  /** About how many facts all of them note of so many lines. */
  long facts(long lines) {
    return barriers.stream().mapToLong(at -> at.barrier().factsPerLine() * lines).sum();
  }

  /** The steps of all barriers for one shard, which have heard nothing yet. */
  List<Learnt> learnt() {
    return barriers.stream().map(at -> at.barrier().learnt()).toList();
  }

  /**
   * The chain before a barrier, or all of it.
   *
   * @param end the number of that barrier; {@link #count} for all
   * @param learnt the steps of the barriers
   */
  Chain chain(int end, List<Learnt> learnt) {
    List<Spec> all = steps.steps();
    List<Spec> some = end == count() ? all : all.subList(0, barriers.get(end).index());
    int[] next = {0};
    Chain chain = Chain.bind(some, input, (spec, barrier, index) -> learnt.get(next[0]++), steps);
    held = chain.outputs();
    return chain;
  }
}
