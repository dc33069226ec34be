package org.shoestring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may see whom above the library. */
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
        .whereLayer("train")
        .mayOnlyAccessLayers("library", "pipeline")
        .whereLayer("experiment")
        .mayOnlyAccessLayers("library", "pipeline", "train")
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

  @Test
  void packages_imports_haveNoCycles() {
    slices().matching("org.shoestring.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
