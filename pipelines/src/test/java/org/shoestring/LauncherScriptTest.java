package org.shoestring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code shoestring}, in a folder of its own with a {@code java} that says its words.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherScriptTest {
  private final Path folder;
  private final Path script;
  private final Path jar;
  private final Map<String, String> environment = new HashMap<>();

  LauncherScriptTest(@TempDir Path folder) {
    this.folder = folder;
    this.script = folder.resolve("a b/shoestring");
    this.jar = folder.resolve("a b/target/shoestring.jar");
  }

  @BeforeEach
  void copy() throws IOException {
    Files.createDirectories(jar.getParent());
    Files.copy(Path.of("shoestring"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  /** What it prints, and behind that its exit code. */
  private List<String> run(Path command, String... words) throws Exception {
    List<String> whole = new ArrayList<>(List.of(command.toString()));
    whole.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    builder.environment().putAll(environment);
    builder.environment().compute("PATH", (name, path) -> folder.resolve("bin") + ":" + path);
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> lines =
        new ArrayList<>(
            new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList());
    lines.add(Integer.toString(process.waitFor()));
    return lines;
  }

  @Test
  void run_shortVerb_isCompiledQuickly() throws Exception {
    Files.createFile(jar);

    assertThat(run(script, "cp", "x y", "*"))
        .containsExactly("-XX:TieredStopAtLevel=1", "-jar", jar.toString(), "cp", "x y", "*", "0");
  }

  /** Those that compute hashes are long, too: one compiler alone does that ten times as slowly. */
  @ParameterizedTest
  @ValueSource(strings = {"run", "train", "checkpoints", "shards"})
  void run_longVerb_isCompiledWell(String verb) throws Exception {
    Files.createFile(jar);

    assertThat(run(script, verb, "e.yaml"))
        .containsExactly("-jar", jar.toString(), verb, "e.yaml", "0");
  }

  @Test
  void run_noWords_areNone() throws Exception {
    Files.createFile(jar);

    assertThat(run(script)).containsExactly("-XX:TieredStopAtLevel=1", "-jar", jar.toString(), "0");
  }

  @Test
  void run_byLinks_findsTheJar() throws Exception {
    Files.createFile(jar);
    Path absolute = Files.createSymbolicLink(folder.resolve("one"), script);
    Path relative = Files.createSymbolicLink(folder.resolve("bin/two"), Path.of("../one"));

    assertThat(run(absolute, "run")).containsExactly("-jar", jar.toString(), "run", "0");
    assertThat(run(relative, "run")).containsExactly("-jar", jar.toString(), "run", "0");
  }

  @Test
  void run_javaHome_isThatJava() throws Exception {
    Files.createFile(jar);
    Path home = folder.resolve("a home");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho home\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    environment.put("JAVA_HOME", home.toString());

    assertThat(run(script, "ls")).containsExactly("home", "0");
  }

  @Test
  void run_notBuilt_saysHow() throws Exception {
    assertThat(run(script, "ls"))
        .containsExactly(
            "shoestring: " + jar + ": no such file; build it first: mvn -q package -DskipTests",
            "2");
  }
}
