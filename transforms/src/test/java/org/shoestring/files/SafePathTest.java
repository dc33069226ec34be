package org.shoestring.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafePathTest {
  private static final Path FOLDER = Path.of("/home/user/copies");

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b c.txt", "...", "a/..b", ".hidden", "größe/ü", "-", "C:a"})
  void within_relativePath_isThatPlace(String path) {
    assertThat(SafePath.within(FOLDER, path)).isEqualTo(Path.of("/home/user/copies/" + path));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\",is empty",
        "/etc/passwd,is an absolute path",
        "//a,is an absolute path",
        "..,has a part '..'",
        "a/../../b,has a part '..'",
        "./a,has a part '.'",
        "a/.,has a part '.'",
        "a//b,has an empty part",
        "a/,has an empty part",
        "a\\b,has a backslash",
        "..\\a,has a backslash"
      })
  void within_pathThatMightLieElsewhere_saysWhy(String path, String why) {
    assertThatThrownBy(() -> SafePath.within(FOLDER, path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the name '"
                + path
                + "' "
                + why
                + "; expected a relative path that stays in its folder");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, '\t', '\n', '\r', 0x1f, 0x7f, 0x85})
  void fault_controlCharacter_isOne(int c) {
    assertThat(SafePath.fault("a" + (char) c)).contains("has a control character");
  }

  @Property
  void fault_none_meansBelowTheFolder(
      @ForAll @StringLength(max = 8) @Chars({'a', '.', '/', '\\', '\0', ' '}) String path) {
    if (SafePath.fault(path).isEmpty()) {
      Path there = SafePath.within(FOLDER, path);
      assertThat(there.normalize()).isEqualTo(there);
      assertThat(there.startsWith(FOLDER)).isTrue();
      assertThat(there).isNotEqualTo(FOLDER);
    }
  }
}
