package org.shoestring.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;

class TranslatorTest {
  private static final Translator TRANSLATOR = trained();

  private static Translator trained() {
    try {
      Path folder = Files.createTempDirectory("lexicon");
      return Translator.load(Samples.train(folder, 5, line -> {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A man sleeps. | Ein Mann schläft.",
        "The house is red. | Das Haus ist rot.",
        "The child reads a book. | Das Kind liest ein Buch.",
        "A MAN reads. | Ein MANN liest.",
        "a Man sleeps. | ein Mann schläft.",
        "Zorblax sleeps 42 times. | Zorblax schläft 42 times.",
      })
  void translate_aSentence_isNaturalText(String source, String target) {
    assertThat(TRANSLATOR.translate(source)).isEqualTo(target);
  }

  @Test
  void translate_unknownWordsAndMarks_copiesThem() {
    String line = "(Xyz-1) \"Qux's\" – 3,50 €; <null>\uD800 🙂";
    assertThat(TRANSLATOR.translate(line)).isEqualTo(line);
  }

  @Test
  void translate_blankLine_isEmpty() {
    assertThat(TRANSLATOR.translate("")).isEmpty();
    assertThat(TRANSLATOR.translate(" \t\u00a0\r")).isEmpty();
  }

  @Property
  void translate_anyText_isOneFieldOfOneLine(@ForAll String line) {
    assertThat(TRANSLATOR.translate(line)).doesNotContain("\n", "\t");
  }

  @Property
  void translate_anyBytes_keepsTheNumberOfLines(@ForAll byte[] bytes) throws IOException {
    byte[] ended = new byte[bytes.length + 3];
    System.arraycopy(bytes, 0, ended, 0, bytes.length);
    ended[bytes.length] = '\n';
    ended[bytes.length + 1] = 'x';
    ended[bytes.length + 2] = '\n';
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TRANSLATOR.translate(new ByteArrayInputStream(ended), out);
    assertThat(lines(out.toByteArray())).isEqualTo(lines(ended));
  }

  @Test
  void translate_lastLineWithoutLineFeed_isALine() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TRANSLATOR.translate(
        new ByteArrayInputStream("A man\n\nA book".getBytes(StandardCharsets.UTF_8)), out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Ein Mann\n\nEin Buch\n");
  }

  @Test
  void translate_oneLineOfAnOpenStream_answersBeforeTheNext() throws Exception {
    PipedOutputStream lines = new PipedOutputStream();
    PipedInputStream answers = new PipedInputStream();
    PipedOutputStream out = new PipedOutputStream(answers);
    InputStream in = new PipedInputStream(lines);
    Thread worker =
        new Thread(
            () -> {
              try (out) {
                TRANSLATOR.translate(in, out);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    worker.start();
    lines.write("A man\n".getBytes(StandardCharsets.UTF_8));
    lines.flush();
    assertThat(answers.readNBytes(9)).asString(StandardCharsets.UTF_8).isEqualTo("Ein Mann\n");
    lines.close();
    worker.join();
  }

  @Test
  void load_noModel_isAUsageError(@TempDir Path folder) {
    assertThatThrownBy(() -> Translator.load(folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("lexicon.tsv.gz: no such file; set --model to the folder that");
  }

  @Test
  void load_truncatedModel_isBadData(@TempDir Path folder) throws IOException {
    Path lexicon = Samples.train(folder, 1, line -> {}).resolve(Training.LEXICON);
    byte[] bytes = Files.readAllBytes(lexicon);
    Files.write(lexicon, Arrays.copyOf(bytes, bytes.length - 20));
    assertThatThrownBy(() -> Translator.load(folder.resolve("out")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("the model is damaged");
  }

  private static long lines(byte[] bytes) {
    long lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }
}
