package org.shoestring.step.normalize;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Step;
import org.shoestring.step.StepType;
import org.shoestring.step.TextStep;
import org.shoestring.step.tokenize.Tokenizer;
import org.shoestring.step.tokenize.Tokenizers;
import org.shoestring.tsv.Columns;

/** Text as one of the metrics' tokenizers splits it, which are sacreBLEU's. */
public final class Tokenize implements StepType {

  @Override
  public String name() {
    return "tokenize";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Splits text into tokens with blanks between them, as sacreBLEU does.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.choice("tokenizer", Tokenizers.names(), "13a", "the tokenizer's name"));
  }

  @Override
  public Step bind(Arguments arguments, Columns input) {
    Tokenizer tokenizer = Tokenizers.named(arguments.text("tokenizer"));
    return TextStep.of(arguments.fields(input), tokenizer::tokenize);
  }
}
