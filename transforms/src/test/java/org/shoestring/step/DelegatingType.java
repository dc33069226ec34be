package org.shoestring.step;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.tsv.Columns;

/** A step type that is as another, but for what a test overrides. */
class DelegatingType implements StepType {
  private final StepType type;

  DelegatingType(StepType type) {
    this.type = type;
  }

  @Override
  public String name() {
    return type.name();
  }

  @Override
  public int version() {
    return type.version();
  }

  @Override
  public String summary() {
    return type.summary();
  }

  @Override
  public List<Parameter> parameters() {
    return type.parameters();
  }

  @Override
  public Step bind(Arguments arguments, Columns input) {
    return type.bind(arguments, input);
  }
}
