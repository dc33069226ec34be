package org.shoestring.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The {@code --help} of a main: Beam's text of its options, its own first. */
final class MainHelp {
  private static final Pattern SECTION = Pattern.compile("(?m)^(?=\\S+:$)");

  private MainHelp() {}

  static String of(Class<? extends PipelineOptions> type) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PipelineOptionsFactory.printHelp(new PrintStream(printed, true, StandardCharsets.UTF_8), type);
    List<String> own = new ArrayList<>();
    List<String> shared = new ArrayList<>();
    List<String> beams = new ArrayList<>();
    for (String section : SECTION.split(printed.toString(StandardCharsets.UTF_8), -1)) {
      String name = section.split(":", 2)[0];
      String options = section.substring(Math.min(section.length(), name.length() + 1));
      if (name.equals(type.getName())) {
        own.add("Options of this stage:" + options);
      } else if (name.equals(PipelineOptions.class.getName())) {
        beams.add("Options of every Beam pipeline:" + options);
      } else if (!options.isBlank()) {
        shared.add("Options of every stage:" + options);
      }
    }
    own.addAll(shared);
    own.addAll(beams);
    return String.join("", own);
  }
}
