package org.shoestring.experiment.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are written where {@code @} stands, and real shells read them again. */
class ShellTextTest {
  private static final String HARD = "/a b/it's \"ü\" $HOME `x` \\n * {;} #";

  private static String written(String text, String value) {
    ShellText read = ShellText.read(text);
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      written.append(text.charAt(i) == '@' ? read.write(i, value) : text.charAt(i));
    }
    return written.toString();
  }

  private static String printed(String shell, String text) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(shell, "-c", text).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf %s @",
        "printf %s \"@\"",
        "printf %s '@'",
        "printf %s ''@''\"\"",
        "printf %s \"$(printf %s @)\"",
        "printf %s \"$(printf %s \"@\")\"",
        "printf %s \"$(printf %s '@')\"",
        "printf %s \"$(printf %s \"$(printf %s '@')\")\"",
        "printf %s \"`printf %s '@'`\"",
        "x=@; printf %s \"$x\"",
        "printf %s ${NONE:-\"@\"}",
        "cat <<E | tr -d '\\n'\n@\nE",
        "cat <<'E' | tr -d '\\n'\n@\nE",
        "cat <<-E | tr -d '\\n'\n\t@\n\tE",
        "cat <<E | tr -d '\\n'\n$(printf %s '@')\nE",
        "case x in (y) ;; x) printf %s '@' ;; esac",
        "printf %s \"$(case x in x) printf %s \"@\" ;; esac)\"",
        "# it's \"\nprintf %s '@'",
        "x=$((1<<3)) # (\nprintf %s '@'",
        "printf %s a#'b' >/dev/null; printf %s '@'",
        "(cd /; { printf %s \"@\"; })",
        "printf '' \\' \\\" \"\\\"\"; printf %s '@'",
        "printf %s \"${NONE:-\"@\"}\"",
        "printf %s \"${NONE:-$(printf %s '@')}\"",
        "printf %s \"$#\" >/dev/null; printf %s '@'",
      })
  void write_anyQuoting_theShellReadsTheValueAgain(String text) throws Exception {
    assertThat(printed("sh", written(text, HARD))).isEqualTo(HARD);
    assertThat(printed("bash", written(text, HARD))).isEqualTo(HARD);
  }

  @Test
  void write_quotedParameter_theShellReadsTheValueAgain() throws Exception {
    String value = "/a b/{x} \"ü\" $HOME"; // An apostrophe there means one thing to each shell.
    String text = written("printf %s \"${NONE:-@}\"", value);
    assertThat(printed("sh", text)).isEqualTo(value);
    assertThat(printed("bash", text)).isEqualTo(value);
  }

  @Test
  void write_quotesOfBash_theShellReadsTheValueAgain() throws Exception {
    for (String text :
        List.of(
            "printf %s $'@'",
            "printf %s $'it\\'s' >/dev/null; printf %s '@'",
            "printf %s $\"@\"",
            "cat <(printf %s \"@\")",
            "((x = 1<<3)); printf %s '@'",
            "cat <<<@ | tr -d '\\n'")) {
      assertThat(printed("bash", written(text, HARD))).as(text).isEqualTo(HARD);
    }
  }

  @Test
  void write_plainValue_needsNoQuotes() {
    assertThat(written("cat @ \"@\" '@'", "/a/b-1.tsv"))
        .isEqualTo("cat /a/b-1.tsv \"/a/b-1.tsv\" '/a/b-1.tsv'");
  }

  @Test
  void write_severalWords_areWordsWhereNothingQuotesThem() {
    ShellText text = ShellText.read("@ sh -c '@ x'");
    List<String> words = List.of("/my java/java", "-cp");
    assertThat(text.write(0, words)).isEqualTo("'/my java/java' -cp");
    assertThat(text.write(9, words)).isEqualTo("'\\''/my java/java'\\'' -cp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'", "\"", "$(", "${x", "`", "<<E\nx", "$((", "a)", "case x in", "\\", "<", "$"})
  void read_whatIsNotClosed_endsWithTheText(String text) {
    assertThat(ShellText.read(text + " @").write(text.length() + 1, "/x")).isEqualTo("/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "((", "$(", "$((", "${x:-", "\"${x:-", "\"$(", "<(", "`$("})
  void read_whatIsNestedVeryDeep_endsWithTheText(String text) {
    String all = text.repeat(50_000) + " @";
    assertThat(ShellText.read(all).write(all.length() - 1, "/x")).isEqualTo("/x");
  }
}
