package org.shoestring.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {
  @Property
  void escape_anyText_isUndone(
      @ForAll @Chars({'\t', '\n', '\r', '\\', 't', 'n', 'r', 'ä', '日'}) @StringLength(max = 12)
          String text) {
    byte[] escaped = Escapes.escape(text.getBytes(UTF_8));
    assertThat(new String(escaped, UTF_8)).doesNotContain("\t", "\n", "\r");
    assertThat(new String(Escapes.unescape(escaped), UTF_8)).isEqualTo(text);
  }

  /** So what is not an error to unescape is what escaping makes of something. */
  @Property
  void unescape_anyText_isUndoneOrAnError(
      @ForAll @Chars({'\\', 't', 'n', 'r', 'x'}) @StringLength(max = 6) String text) {
    byte[] plain;
    try {
      plain = Escapes.unescape(text.getBytes(UTF_8));
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(new String(Escapes.escape(plain), UTF_8)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "a\\x", "\\\\\\", "\\T"})
  void unescape_noEscape_isAnError(String text) {
    assertThatThrownBy(() -> Escapes.unescape(text.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a backslash must be followed by t, n, r or another backslash");
  }
}
