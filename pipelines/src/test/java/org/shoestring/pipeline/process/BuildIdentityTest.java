package org.shoestring.pipeline.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildIdentityTest {
  private static final String A = "org/shoestring/a/A.class";
  private static final String B = "org/shoestring/b/B.class";

  private final Path folder;

  BuildIdentityTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path classes(String name, String file, String content) throws IOException {
    Path root = folder.resolve(name);
    Path path = root.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    Files.writeString(path, content);
    return root;
  }

  private Path jar(String name, String... filesAndContents) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (int i = 0; i < filesAndContents.length; i += 2) {
        entries.putNextEntry(new JarEntry(filesAndContents[i]));
        entries.write(filesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  @Test
  void here_always_isTheVersionAndTwelveDigits() {
    assertThat(BuildIdentity.here())
        .startsWith(Version.text() + "+")
        .matches(".*\\+[0-9a-f]{12}")
        .isEqualTo(BuildIdentity.here());
  }

  @Test
  void of_bundledJarAndTheFoldersItWasMadeOf_isTheSame() throws IOException {
    Path a = classes("one", A, "1");
    Path b = classes("two", B, "2");
    Path jar = jar("all.jar", B, "2", "com/other/C.class", "3", A, "1");

    assertThat(BuildIdentity.of(Set.of(jar))).isEqualTo(BuildIdentity.of(Set.of(a, b)));
  }

  @Test
  void of_changedClass_isAnother() throws IOException {
    String before = BuildIdentity.of(Set.of(jar("1.jar", A, "1")));

    assertThat(BuildIdentity.of(Set.of(jar("2.jar", A, "2")))).isNotEqualTo(before);
    assertThat(BuildIdentity.of(Set.of(jar("3.jar", B, "1")))).isNotEqualTo(before);
  }
}
