package org.shoestring.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  @Test
  void lines_shortMessage_isOneLine() {
    assertThat(Message.lines("shoestring: all is well", 23))
        .containsExactly("shoestring: all is well");
    assertThat(Message.lines("", 23)).isEmpty();
  }

  @Test
  void lines_longMessage_isBrokenAtBlanksAndIndented() {
    assertThat(Message.lines("shoestring: one two three four five six", 20))
        .containsExactly("shoestring: one two", "    three four five", "    six");
  }

  @Test
  void lines_path_isNeverBroken() {
    String path = "/a/folder/with-a-long-name/of=parts,and:signs/file.tsv.gz";
    assertThat(Message.lines("shoestring: " + path + ": no such file", 30))
        .containsExactly("shoestring:", "    " + path + ":", "    no such file");
  }

  @Test
  void lines_whatIsInQuotes_isNeverBroken() {
    String command = "'python3 train.py --data x'";
    assertThat(Message.lines("stage model failed: command " + command + " ended with code 1", 36))
        .containsExactly("stage model failed: command", "    " + command, "    ended with code 1");
    assertThat(Message.lines("the stage's long name isn't 'a b c' here", 24))
        .containsExactly("the stage's long name", "    isn't 'a b c' here");
  }

  @Test
  void lines_apostrophes_areNoQuotes() {
    assertThat(Message.lines("the stage's inputs or the other stages' inputs", 30))
        .containsExactly("the stage's inputs or the", "    other stages' inputs");
  }

  @Test
  void lines_commandAtTheEnd_isNeverBroken() {
    assertThat(
            Message.lines(
                "e.yaml: clean has no output yet: shoestring run e.yaml clean --set a=b", 40))
        .containsExactly(
            "e.yaml: clean has no output yet:", "    shoestring run e.yaml clean --set a=b");
    assertThat(Message.lines("it is UTF-16 text; convert it: iconv -f UTF-16 -t UTF-8", 32))
        .containsExactly("it is UTF-16 text; convert it:", "    iconv -f UTF-16 -t UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"iconv -f UTF-16 -t UTF-8", "anything --at-all FILE | gzip", "sudo do this"})
  void lines_commandOfAnyProgram_isNeverBroken(String command) {
    assertThat(Message.lines("convert it: " + command, 14))
        .containsExactly("convert it:", "    " + command);
  }

  @Test
  void lines_wordsAfterAColon_areNoCommand() {
    assertThat(Message.lines("e.yaml:3: run again after a - sign: cp is here", 24))
        .containsExactly("e.yaml:3: run again", "    after a - sign: cp", "    is here");
  }

  @Test
  void lines_veryLongCommand_isNeverBroken() {
    String command = "shoestring gc workspace" + " 'out put' -x.y".repeat(20_000);
    assertThat(Message.lines("it is damaged: " + command, 40))
        .containsExactly("it is damaged:", "    " + command);
  }

  @Test
  void lines_commandWithQuotes_isNeverBroken() {
    String command =
        "shoestring run e.yaml clean --set 'stages.m.command=sh -c \"a; b. c\"' --set x=y";
    assertThat(Message.lines("clean has no output yet; make it with: " + command, 40))
        .containsExactly("clean has no output yet; make it with:", "    " + command);
    assertThat(Message.lines("not UTF-8: iconv -f latin1 -t utf-8 a.tsv; or do it again", 36))
        .containsExactly("not UTF-8:", "    iconv -f latin1 -t utf-8 a.tsv;", "    or do it again");
  }

  @Test
  void lines_wideLetters_areCountedAsTheTerminalShowsThem() {
    assertThat(Message.lines("stage 日本語 failed: x", 19))
        .containsExactly("stage 日本語", "    failed: x");
    assertThat(Message.lines("stage 日本語 failed: x", 20))
        .containsExactly("stage 日本語 failed:", "    x");
    assertThat(Message.lines("stage 日本語 failed: x", 22)).containsExactly("stage 日本語 failed: x");
  }

  @Test
  void lines_whatAProgramPrinted_staysAsItIs() {
    assertThat(
            Message.lines(
                "the program failed; the end of its stderr:\n    Traceback (most recent call last)"
                    + "\n\n    x",
                30))
        .containsExactly(
            "the program failed; the end of",
            "    its stderr:",
            "    Traceback (most recent call last)",
            "",
            "    x");
  }
}
