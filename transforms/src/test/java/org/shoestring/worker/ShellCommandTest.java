package org.shoestring.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShellCommandTest {
  private final Path folder;

  ShellCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ShellCommand command(String text, Map<String, String> set, String... passed) {
    CommandEnvironment environment = new CommandEnvironment(set, Set.of(passed));
    return new ShellCommand(ShellCommand.DEFAULT_SHELL, text, folder.toString(), environment);
  }

  private static String said(ProcessBuilder builder, String input) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private String said(String text) throws Exception {
    return said(command(text, Map.of()).process(), "");
  }

  @Test
  void process_anyLetters_reachTheShellThroughWordsOfAscii() throws Exception {
    String text = "printf '%s|' 'Straße' \"日本 😀\" 'it'\\''s' '\\ü\n\t' $((1+1)) \"$NAME\" # ü\n";
    ProcessBuilder builder = command(text, Map.of("NAME", "ß 'x' \\n\n\n")).process();

    assertThat(builder.command()).allSatisfy(word -> assertThat(word).matches("\\p{ASCII}+"));
    assertThat(said(builder, "")).isEqualTo("Straße|日本 😀|it's|\\ü\n\t|2|ß 'x' \\n\n\n|");
  }

  @Test
  void process_standardInput_isThatOfTheCommand() throws Exception {
    assertThat(said(command("sed s/^/ä/", Map.of()).process(), "a\nb\n")).isEqualTo("äa\näb\n");
  }

  @Test
  void gatedProcess_aLine_startsTheCommandOnWhatFollows() throws Exception {
    ShellCommand command = command("echo began; cat", Map.of());
    assertThat(said(command.gatedProcess(), "\nmore\n")).isEqualTo("began\nmore\n");
    assertThat(said(command.gatedProcess(), "")).isEmpty();
  }

  @Test
  void gatedProcessWithoutInput_aLine_startsTheCommandOnNothing() throws Exception {
    ShellCommand command = command("echo began; cat", Map.of());
    assertThat(said(command.gatedProcessWithoutInput(), "\nmore\n")).isEqualTo("began\n");
    assertThat(said(command.gatedProcessWithoutInput(), "")).isEmpty();
  }

  @Test
  void process_shell_isTheOneThatWasNamed() throws Exception {
    List<String> shell = List.of("bash", "-o", "pipefail", "-c");
    ShellCommand piped =
        new ShellCommand(shell, "false | cat", folder.toString(), CommandEnvironment.PLAIN);
    assertThat(piped.process().start().waitFor()).isEqualTo(1);
    assertThat(ShellCommand.of("false | cat", folder.toString()).process().start().waitFor())
        .isZero();
  }

  @Test
  void process_folder_isThatOfTheCommand() throws Exception {
    assertThat(said("pwd -P")).isEqualTo(folder.toRealPath() + "\n");
  }

  @Test
  void process_environment_fixesWhatDecidesResults() throws Exception {
    assertThat(said("echo $LC_ALL $TZ $PYTHONHASHSEED; locale charmap"))
        .isEqualTo("C.UTF-8 UTC 0\nUTF-8\n");
    assertThat(said(command("echo $TZ $X", Map.of("TZ", "CET", "X", "1")).process(), ""))
        .isEqualTo("CET 1\n");
  }

  @Test
  void apply_variablesAround_areLeftButForLocaleCredentialsAndOurs() throws IOException {
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "PATH", "/bin",
                "LANG", "de_DE.UTF-8",
                "LC_NUMERIC", "de_DE.UTF-8",
                "AWS_SECRET_ACCESS_KEY", "s3cret",
                "AWS_SESSION_TOKEN", "t0ken",
                "MINIO_SECRET_KEY", "s3cret",
                "AWS_REGION", "eu-west-1",
                "HF_TOKEN", "t0ken",
                "SHOESTRING_OUT", "/elsewhere"));
    new CommandEnvironment(Map.of("X", "1"), Set.of("AWS_SESSION_TOKEN")).apply(variables);
    assertThat(variables)
        .containsOnly(
            entry("PATH", "/bin"),
            entry("AWS_SESSION_TOKEN", "t0ken"),
            entry("AWS_REGION", "eu-west-1"),
            entry("HF_TOKEN", "t0ken"),
            entry("LC_ALL", "C.UTF-8"),
            entry("TZ", "UTC"),
            entry("PYTHONHASHSEED", "0"),
            entry("X", "1"));
  }

  @Test
  void withheld_credentials_areThoseThatAreSetAndNotPassed() throws IOException {
    Map<String, String> variables =
        Map.of(
            "SPACES_SECRET_ACCESS_KEY", "x",
            "GOOGLE_APPLICATION_CREDENTIALS", "x",
            "AWS_PROFILE", "x",
            "AWS_ENDPOINT_URL_S3", "x",
            "HOME", "x");
    assertThat(new CommandEnvironment(Map.of(), Set.of("AWS_PROFILE")).withheld(variables))
        .containsExactly("GOOGLE_APPLICATION_CREDENTIALS", "SPACES_SECRET_ACCESS_KEY");
  }

  @Test
  void nearestLocale_withoutCUtf8_hasItsLettersAlone() {
    assertThat(CommandLocale.nearest(List.of("C", "C.utf8", "en_US.utf8")))
        .isEqualTo(Map.of("LC_ALL", "C.UTF-8"));
    assertThat(CommandLocale.nearest(List.of("C", "POSIX", "de_DE.UTF-8", "en_US.UTF-8")))
        .isEqualTo(Map.of("LANG", "C", "LC_CTYPE", "en_US.UTF-8"));
    assertThat(CommandLocale.nearest(List.of("C", "fr_FR", "de_DE.utf8")))
        .isEqualTo(Map.of("LANG", "C", "LC_CTYPE", "de_DE.utf8"));
    assertThat(CommandLocale.nearest(List.of("C", "POSIX"))).isEqualTo(Map.of("LC_ALL", "C.UTF-8"));
  }
}
