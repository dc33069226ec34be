package org.shoestring.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.tsv.Columns;

/** A step as users write one, fault included: registered in META-INF/services, nothing else. */
public final class ReverseWords implements StepType {
  /** A field that it fails for. */
  public static final String UNSPEAKABLE = "unspeakable";

  @Override
  public String name() {
    return "reverse-words";
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public String summary() {
    return "Puts the words of a line in reverse order.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Step bind(Arguments arguments, Columns input) {
    return TextStep.of(
        arguments.fields(input),
        text -> {
          if (text.equals(UNSPEAKABLE)) {
            throw new IllegalStateException("no word for it");
          }
          List<String> words = new ArrayList<>(List.of(text.split(" ", -1)));
          Collections.reverse(words);
          return String.join(" ", words);
        });
  }
}
