package org.shoestring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import org.junit.jupiter.api.Test;
import org.shoestring.files.ProcessEnd;
import org.shoestring.files.ProcessFolder;

/** Who may see whom in the library. Rules of the whole house stand beside the applications. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.shoestring");

  @Test
  void packages_imports_areOfPackagesBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("org.shoestring..")
        .layer("test servers, which come as a jar")
        .definedBy("org.shoestring.server..")
        .layer("bytes")
        .definedBy("org.shoestring.bytes..")
        .layer("spec")
        .definedBy("org.shoestring.spec..")
        .layer("files")
        .definedBy("org.shoestring.files..")
        .layer("tsv")
        .definedBy("org.shoestring.tsv..")
        .layer("store")
        .definedBy("org.shoestring.store..")
        .layer("table")
        .definedBy("org.shoestring.table..")
        .layer("tokenize")
        .definedBy("org.shoestring.step.tokenize..")
        .layer("step")
        .definedBy(
            "org.shoestring.step",
            "org.shoestring.step.normalize..",
            "org.shoestring.step.filter..")
        .layer("metric")
        .definedBy("org.shoestring.metric..")
        .layer("shuffle")
        .definedBy("org.shoestring.shuffle..")
        .layer("worker")
        .definedBy("org.shoestring.worker..")
        .layer("transform")
        .definedBy("org.shoestring.transform..")
        .whereLayer("bytes")
        .mayNotAccessAnyLayer()
        .whereLayer("spec")
        .mayOnlyAccessLayers("bytes", "tsv")
        .whereLayer("files")
        .mayOnlyAccessLayers("bytes", "spec")
        .whereLayer("tsv")
        .mayOnlyAccessLayers("bytes")
        .whereLayer("store")
        .mayOnlyAccessLayers("bytes", "spec", "files")
        .whereLayer("table")
        .mayOnlyAccessLayers("bytes", "tsv", "store", "spec", "files")
        .whereLayer("tokenize")
        .mayOnlyAccessLayers("bytes", "tsv", "spec")
        .whereLayer("step")
        .mayOnlyAccessLayers("bytes", "tsv", "spec", "tokenize", "shuffle")
        .whereLayer("metric")
        .mayOnlyAccessLayers("bytes", "tsv", "spec", "tokenize", "files", "store")
        .whereLayer("shuffle")
        .mayOnlyAccessLayers("bytes", "tsv", "spec", "files", "store")
        .whereLayer("worker")
        .mayOnlyAccessLayers("bytes", "spec", "files", "tsv", "store", "table")
        .layer("testing")
        .definedBy("org.shoestring.testing..")
        .whereLayer("transform")
        .mayOnlyBeAccessedByLayers("testing")
        .whereLayer("testing")
        .mayNotBeAccessedByAnyLayer()
        .ensureAllClassesAreContainedInArchitecture()
        .check(CLASSES);
  }

  @Test
  void packages_butStoreShuffleAndTransform_knowNoBeam() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.shoestring.store..", "org.shoestring.shuffle..", "org.shoestring.transform..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam..")
        .check(CLASSES);
  }

  /** In the process of somebody else it must not print, end it, or stay when a job has gone. */
  @Test
  void library_process_isOfSomebodyElse() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.shoestring.server..")
        .should()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "addShutdownHook", Thread.class)
        .orShould()
        .callMethod(
            Thread.class,
            "setDefaultUncaughtExceptionHandler",
            Thread.UncaughtExceptionHandler.class)
        .orShould(ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
    noClasses()
        .that()
        .doNotBelongToAnyOf(ProcessEnd.class, ProcessFolder.class) // They only do so when it ends.
        .should()
        .callMethod(File.class, "deleteOnExit")
        .check(CLASSES);
  }
}
