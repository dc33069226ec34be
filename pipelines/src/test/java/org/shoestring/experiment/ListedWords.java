package org.shoestring.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Loaded;
import org.shoestring.step.Step;
import org.shoestring.step.StepOutputs;
import org.shoestring.step.StepType;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.Columns;

/** A step of a test that reads files of another stage: it rejects rows that are lines of them. */
public final class ListedWords implements StepType {

  @Override
  public String name() {
    return "listed-words";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Rejects rows that are a line of some files.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.output("lists", OutputForm.FILES, "the files"));
  }

  @Override
  public Step bind(Arguments arguments, Columns input, StepOutputs outputs) {
    Loaded<Set<String>> lines = outputs.files("lists", ListedWords::lines);
    return row -> lines.get().contains(row.toString()) ? Verdict.reject("listed") : Verdict.keep();
  }

  private static Set<String> lines(Path folder) throws IOException {
    Set<String> lines = new HashSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }
}
