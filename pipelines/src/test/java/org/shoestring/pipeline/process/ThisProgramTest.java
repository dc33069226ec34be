package org.shoestring.pipeline.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisProgramTest {
  private static final List<String> NAMES =
      List.of(
          "plain",
          "two words",
          "q\"uote",
          "it's",
          "back\\slash",
          "trailing\\",
          "gr\u00fc\u00dfe \u4f60\u597d \ud83d\ude00",
          "line\nfeed",
          "carriage\rreturn",
          "next\u0085line\u2028",
          "tab\t",
          "per%20cent",
          "co:lon",
          "#hash",
          "@at",
          "question?",
          "$HOME `x`",
          "star*",
          "-cp",
          "semi;colon",
          "plus+&");

  private static final String OPTION = "--folder";

  private final Path folder;

  ThisProgramTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Prints where it is found, once for each folder of its class path. */
  static final class Found {
    private Found() {}

    public static void main(String[] args) throws IOException {
      for (URL name : Collections.list(Found.class.getClassLoader().getResources("name"))) {
        try (InputStream in = name.openStream()) {
          System.out.write(in.readAllBytes());
        }
      }
      System.out.flush();
    }
  }

  @Test
  void classPathJar_foldersOfOddNames_areAllFoundByJava() throws Exception {
    List<Path> classPath = new ArrayList<>();
    for (String name : NAMES) {
      Path entry = Files.createDirectory(folder.resolve(name));
      Files.writeString(entry.resolve("name"), name + "\0");
      classPath.add(entry);
    }
    String main = Found.class.getName();
    String file = main.replace('.', '/') + ".class";
    Path copy = classPath.get(1).resolve(file);
    Files.createDirectories(copy.getParent());
    try (InputStream in = Found.class.getClassLoader().getResourceAsStream(file)) {
      Files.write(copy, in.readAllBytes());
    }

    Path jar =
        ThisProgram.classPathJar(Files.createDirectory(folder.resolve("w \"")), classPath, OPTION);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                jar.toString(),
                main)
            .redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();

    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.split("\0")).containsExactlyElementsOf(NAMES);
  }

  @Test
  void classPathJar_sameClassPath_isMadeOnce() throws IOException {
    Path first = ThisProgram.classPathJar(folder, List.of(folder), OPTION);
    FileTime made = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(first, made);

    assertThat(ThisProgram.classPathJar(folder, List.of(folder), OPTION)).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(made);
    assertThat(ThisProgram.classPathJar(folder, List.of(folder.resolve("x")), OPTION))
        .isNotEqualTo(first);
  }

  /** What a killed process leaves is removed by the next one that makes a jar there. */
  @Test
  void classPathJar_leftoversOfAKilledProcess_areRemoved() throws IOException {
    Path left = folder.resolve("_tmp/1-1-" + UUID.randomUUID());
    Files.createDirectories(left);
    Files.writeString(left.resolve("class1"), "half");
    Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));

    Path jar = ThisProgram.classPathJar(folder, List.of(folder), OPTION);

    assertThat(left).doesNotExist();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(jar, folder.resolve("_tmp"));
    }
  }
}
