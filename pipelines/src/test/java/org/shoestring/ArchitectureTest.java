package org.shoestring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may see whom above the library. */
@AnalyzeClasses(packages = "org.shoestring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] LIBRARY = {
    "org.shoestring.tsv..",
    "org.shoestring.spec..",
    "org.shoestring.store..",
    "org.shoestring.table..",
    "org.shoestring.step..",
    "org.shoestring.metric..",
    "org.shoestring.transform.."
  };

  @ArchTest
  static final ArchRule PACKAGES_SEE_WHAT_IS_BELOW =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.shoestring..")
          .layer("library")
          .definedBy(LIBRARY)
          .layer("pipeline")
          .definedBy("org.shoestring.pipeline..")
          .layer("train")
          .definedBy("org.shoestring.train..")
          .layer("experiment")
          .definedBy("org.shoestring.experiment..")
          .layer("lexicon")
          .definedBy("org.shoestring.lexicon..")
          .layer("cli")
          .definedBy("org.shoestring.cli..")
          .whereLayer("library")
          .mayNotAccessAnyLayer()
          .whereLayer("pipeline")
          .mayOnlyAccessLayers("library")
          .whereLayer("train")
          .mayOnlyAccessLayers("library", "pipeline")
          .whereLayer("experiment")
          .mayOnlyAccessLayers("library", "pipeline", "train")
          .whereLayer("lexicon")
          .mayOnlyAccessLayers("library")
          .whereLayer("lexicon")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule LEXICON_KNOWS_NO_BEAM =
      noClasses()
          .that()
          .resideInAPackage("org.shoestring.lexicon..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.shoestring.(*)..").should().beFreeOfCycles();
}
