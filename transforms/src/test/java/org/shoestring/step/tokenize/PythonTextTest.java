package org.shoestring.step.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.Golden;

class PythonTextTest {

  // Python 3.11: repr(line.lower())
  @ParameterizedTest
  @CsvSource({
    "İstanbul,i̇stanbul",
    "ΑΣ ΣΑ ΑΣΑ ΑΣ.,ας σα ασα ας.",
    "ΑΣ\u00ADΑ,ασ\u00ADα",
    "ẞÄ,ßä",
    "\uD801\uDC00,\uD801\uDC28",
    "\uA7DC,\uA7DC"
  })
  void lower_anyLine_isThatOfPython(String line, String lower) {
    assertThat(PythonText.lower(line)).isEqualTo(lower);
  }

  @Test
  void isBlank_allCharacters_areThoseOfPython() {
    // Python 3.11: [c for c in range(0x110000) if chr(c).isspace()]
    assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(PythonText::isBlank))
        .containsExactly(
            9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196,
            8197, 8198, 8199, 8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288);
  }

  @Test
  void lower_goldenLines_isThatOfPython() {
    assertThat(Golden.lines("tok/in.txt").stream().map(PythonText::lower))
        .containsExactlyElementsOf(Golden.lines("tok/out.python_lower.txt"));
  }

  @Test
  void addCharacters_goldenLines_dropsBlanksAsPython() {
    TokenSpans spans = new TokenSpans();
    assertThat(
            Golden.lines("tok/in.txt").stream()
                .map(
                    line -> {
                      spans.clear();
                      spans.addCharacters(line);
                      StringBuilder text = new StringBuilder();
                      for (int i = 0; i < spans.size(); i++) {
                        text.append(spans.token(i));
                      }
                      return text.toString();
                    }))
        .containsExactlyElementsOf(Golden.lines("tok/out.python_nospace.txt"));
  }
}
