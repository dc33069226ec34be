package org.shoestring.cli.argument;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.train.checkpoint.CheckpointSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A checkpoint as users write it: {@code 3/7}. */
public final class CheckpointNumbers implements ITypeConverter<CheckpointSettings.Wanted> {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})");

  @Override
  public CheckpointSettings.Wanted convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a checkpoint; write the numbers of its attempt and its own: 3/7");
    }
    return new CheckpointSettings.Wanted(
        Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
  }
}
