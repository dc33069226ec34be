package org.shoestring.transform;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Spec;
import org.shoestring.step.BarrierType;
import org.shoestring.step.CatalogEntry;
import org.shoestring.step.Chain;
import org.shoestring.step.Step;
import org.shoestring.step.StepCatalog;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.Columns;

/**
 * A chain of steps with the barriers in it. Up to each barrier the steps are run once to learn what
 * it drops, and all are run in the end: steps are functions of a row, and running them again costs
 * less than storing and reading again what they gave.
 */
final class Barriers implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<Spec> steps;
  private final Columns input;
  private final List<Integer> indexes;

  private Barriers(List<Spec> steps, Columns input, List<Integer> indexes) {
    this.steps = List.copyOf(steps);
    this.input = input;
    this.indexes = List.copyOf(indexes);
  }

  /** Finds the barriers of a chain. */
  static Barriers in(List<Spec> steps, Columns input) {
    StepCatalog catalog = StepCatalog.load();
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (catalog.named(steps.get(i).where(), steps.get(i).name()) instanceof BarrierType) {
        indexes.add(i);
      }
    }
    return new Barriers(steps, input, indexes);
  }

  /** The columns of the table. */
  Columns input() {
    return input;
  }

  /** How many there are. */
  int count() {
    return indexes.size();
  }

  /** The whole chain, bound for planning: every row passes its barriers. */
  Chain planned() {
    return Chain.bind(steps, input, (spec, index) -> row -> Verdict.keep());
  }

  /** The whole chain for a shard of which is known what to drop. */
  Chain all(Drops drops) {
    return bind(steps, drops);
  }

  /** The chain before a barrier, for a shard of which is known what those before it drop. */
  Chain before(int barrier, Drops drops) {
    return bind(steps.subList(0, indexes.get(barrier)), drops);
  }

  private Chain bind(List<Spec> some, Drops drops) {
    return Chain.bind(some, input, (spec, index) -> step(drops, index));
  }

  private Step step(Drops drops, int index) {
    return drops.step(indexes.indexOf(index));
  }

  /** The places of the columns that a barrier compares, in those that come to it. */
  int[] fields(int barrier, Columns columns) {
    Spec spec = steps.get(indexes.get(barrier));
    CatalogEntry type = StepCatalog.load().named(spec.where(), spec.name());
    return Arguments.bind("step", spec, StepCatalog.parameters(type)).fields(columns);
  }
}
