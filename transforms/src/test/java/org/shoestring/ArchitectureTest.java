package org.shoestring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may see whom in the library. */
@AnalyzeClasses(packages = "org.shoestring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule PACKAGES_SEE_WHAT_IS_BELOW =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.shoestring..")
          .layer("tsv")
          .definedBy("org.shoestring.tsv..")
          .layer("spec")
          .definedBy("org.shoestring.spec..")
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
          .layer("transform")
          .definedBy("org.shoestring.transform..")
          .whereLayer("tsv")
          .mayNotAccessAnyLayer()
          .whereLayer("spec")
          .mayOnlyAccessLayers("tsv")
          .whereLayer("store")
          .mayOnlyAccessLayers("spec")
          .whereLayer("table")
          .mayOnlyAccessLayers("tsv", "store", "spec")
          .whereLayer("tokenize")
          .mayOnlyAccessLayers("tsv", "spec")
          .whereLayer("step")
          .mayOnlyAccessLayers("tsv", "spec", "tokenize")
          .whereLayer("metric")
          .mayOnlyAccessLayers("tsv", "spec", "tokenize")
          .whereLayer("transform")
          .mayNotBeAccessedByAnyLayer()
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule PLAIN_JAVA_KNOWS_NO_BEAM =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.shoestring.transform..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.shoestring.(*)..").should().beFreeOfCycles();
}
