package org.shoestring.step.filter;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.tokenize.Whitespace;
import org.shoestring.tsv.TsvRow;

/** What the length of a field is counted in, as OpusFilter names it. */
enum LengthUnit {
  /** Tokens between whitespace. */
  WORD {
    @Override
    int length(TsvRow row, int field) {
      return Whitespace.countTokens(row.bytes(), row.start(field), row.end(field));
    }
  },
  /** Code points. */
  CHAR {
    @Override
    int length(TsvRow row, int field) {
      byte[] bytes = row.bytes();
      int end = row.end(field);
      int length = 0;
      for (int i = row.start(field); i < end; i++) {
        // Every byte but the continuation bytes, 10xxxxxx, starts a code point.
        length += (bytes[i] & 0xC0) == 0x80 ? 0 : 1;
      }
      return length;
    }
  };

  static final Parameter PARAMETER =
      Parameter.choice("unit", List.of("word", "char"), "word", "what length is counted in");

  static LengthUnit of(Arguments arguments) {
    return arguments.text(PARAMETER.name()).equals("char") ? CHAR : WORD;
  }

  abstract int length(TsvRow row, int field);
}
