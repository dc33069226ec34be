package org.shoestring.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.step.StepCatalog;
import org.shoestring.step.StepType;
import org.shoestring.step.filter.Length;

class ServicesTest {
  private static final String FILE = "META-INF/services/org.shoestring.step.StepType";

  @ParameterizedTest
  @CsvSource({
    "org.example.Missing, Provider org.example.Missing not found",
    "org.shoestring.spec.Spec, org.shoestring.spec.Spec not a subtype",
    "no class, :1: Illegal configuration-file syntax"
  })
  void load_entryThatIsNoService_saysWhichAndWhatBelongsThere(
      String entry, String said, @TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> with(folder, entry, StepCatalog::all))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(FILE + ": ")
        .hasMessageContaining(said)
        .hasMessageEndingWith(
            "; each line must name a public class on the class path that implements StepType and"
                + " has a public constructor without parameters");
  }

  @Test
  void all_ofTheLibrarysOwnLoader_isLookedForOnce() {
    WeakReference<Catalog<?>> found = new WeakReference<>(StepCatalog.all());

    System.gc();

    assertThat(found.get()).isSameAs(StepCatalog.all());
  }

  @Test
  void all_ofAnotherLoader_hasItsEntries(@TempDir Path folder) throws IOException {
    Catalog<?> all = with(folder, "", StepCatalog::all);

    assertThat(all).isNotSameAs(StepCatalog.all());
    assertThat(all.named("here", "length")).isInstanceOf(Length.class).isInstanceOf(StepType.class);
  }

  private interface Action<T> {
    T run();
  }

  private static <T> T with(Path folder, String entry, Action<T> action) throws IOException {
    Path file = folder.resolve(FILE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, entry + "\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return action.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
