package org.shoestring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.shoestring.files.ProcessLock;

/** Who may see whom above the library, and rules of rooms and names of the whole house. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.shoestring");

  private static final String[] LIBRARY = {
    "org.shoestring.bytes..",
    "org.shoestring.files..",
    "org.shoestring.tsv..",
    "org.shoestring.spec..",
    "org.shoestring.store..",
    "org.shoestring.table..",
    "org.shoestring.step..",
    "org.shoestring.metric..",
    "org.shoestring.shuffle..",
    "org.shoestring.worker..",
    "org.shoestring.transform..",
    "org.shoestring.testing.."
  };

  @Test
  void packages_imports_areOfPackagesBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("org.shoestring..")
        .layer("test servers, which come as a jar")
        .definedBy("org.shoestring.server..")
        .layer("library")
        .definedBy(LIBRARY)
        .layer("pipeline")
        .definedBy("org.shoestring.pipeline..")
        .layer("lease")
        .definedBy("org.shoestring.lease..")
        .layer("train")
        .definedBy("org.shoestring.train..")
        .layer("experiment")
        .definedBy("org.shoestring.experiment..")
        .layer("convert")
        .definedBy("org.shoestring.convert..")
        .layer("lexicon")
        .definedBy("org.shoestring.lexicon..")
        .layer("cli")
        .definedBy("org.shoestring.cli..")
        .layer("examples")
        .definedBy("org.shoestring.examples..")
        .layer("test servers")
        .definedBy("org.shoestring.server..")
        .whereLayer("test servers")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("library")
        .mayNotAccessAnyLayer()
        .whereLayer("pipeline")
        .mayOnlyAccessLayers("library")
        .whereLayer("lease")
        .mayOnlyAccessLayers("library")
        .whereLayer("train")
        .mayOnlyAccessLayers("library", "pipeline", "lease")
        .whereLayer("experiment")
        .mayOnlyAccessLayers("library", "pipeline", "lease", "train")
        .whereLayer("convert")
        .mayOnlyAccessLayers("library")
        .whereLayer("convert")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("lexicon")
        .mayOnlyAccessLayers("library")
        .whereLayer("lexicon")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("examples")
        .mayOnlyAccessLayers("library")
        .whereLayer("examples")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .ensureAllClassesAreContainedInArchitecture()
        .check(CLASSES);
  }

  @Test
  void lexiconAndConvert_imports_knowNoBeam() {
    noClasses()
        .that()
        .resideInAnyPackage("org.shoestring.lexicon..", "org.shoestring.convert..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam..")
        .check(CLASSES);
  }

  /** What is one entry among several is found by its service: nobody else knows it by name. */
  @Test
  void entries_ofCatalogs_areKnownByNobody() {
    String[] entries = {
      "org.shoestring.experiment.stage..",
      "org.shoestring.step.filter..",
      "org.shoestring.step.normalize..",
      "org.shoestring.metric.translation..",
      "org.shoestring.metric.classification..",
      "org.shoestring.metric.language..",
      "org.shoestring.metric.ranking..",
      "org.shoestring.metric.rating..",
      "org.shoestring.metric.labelling..",
      "org.shoestring.metric.speech.."
    };
    noClasses()
        .that()
        .resideOutsideOfPackages(entries)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(entries)
        .check(CLASSES);
  }

  /** A room with more of them is two rooms. */
  @Test
  void packages_files_areFew() {
    Map<String, Long> files =
        sources().collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(files)
        .allSatisfy((room, count) -> assertThat(count).as(room).isLessThanOrEqualTo(18));
  }

  @Test
  void classes_simpleNames_areOfOneClassEach() {
    Map<String, Set<String>> rooms =
        sources()
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getPackageName, Collectors.toSet())));

    assertThat(rooms).allSatisfy((name, all) -> assertThat(all).as(name).hasSize(1));
  }

  private static Stream<JavaClass> sources() {
    return CLASSES.stream()
        .filter(found -> found.isTopLevelClass() && !found.getSimpleName().equals("package-info"));
  }

  @Test
  void packages_imports_haveNoCycles() {
    slices().matching("org.shoestring.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /** Another way to lock a file would release the locks of this one. */
  @Test
  void files_locks_areProcessLocks() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(ProcessLock.class)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(FileLock.class)
        .orShould()
        .callMethod(FileChannel.class, "lock")
        .orShould()
        .callMethod(FileChannel.class, "tryLock")
        .check(CLASSES);
  }
}
