package dev.kindling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The storeys of the house: each package uses only those below it (ARCHITECTURE.md). */
class ArchitectureTest {

  /** From the ground up. Packages of one storey do not use each other. */
  private static final List<List<String>> STOREYS =
      List.of(
          List.of("tensor", "version", "files"),
          List.of("cache", "image", "random", "metrics", "graph"),
          List.of("augment", "engine", "onnx", "weights"),
          List.of("data", "layers", "losses", "optimizers", "regression"),
          List.of("preprocessing", "models"),
          List.of("backbones", "callbacks"),
          List.of("experiments"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.kindling");

  @Test
  void storeys_useOnlyLowerOnes() {
    for (int storey = 0; storey < STOREYS.size(); storey++) {
      for (String name : STOREYS.get(storey)) {
        List<String> forbidden = new ArrayList<>();
        forbidden.add("dev.kindling");
        for (int other = storey; other < STOREYS.size(); other++) {
          STOREYS.get(other).stream()
              .filter(above -> !above.equals(name))
              .forEach(above -> forbidden.add("dev.kindling." + above + ".."));
        }
        noClasses()
            .that()
            .resideInAPackage("dev.kindling." + name + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden.toArray(String[]::new))
            .allowEmptyShould(true)
            .check(CLASSES);
      }
    }
  }

  @Test
  void packages_areFreeOfCycles() {
    slices().matching("dev.kindling.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void natives_areKnownToTheEngineOneDecoderAndTheCacheOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kindling.engine..")
        .and()
        .doNotHaveFullyQualifiedName("dev.kindling.image.ReducedJpeg")
        .and()
        .doNotHaveFullyQualifiedName("dev.kindling.cache.SqliteLibrary")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", "com.sun.jna..")
        .check(CLASSES);
  }

  @Test
  void protobuf_isKnownToOnnxAndTensorBoardOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.kindling.onnx..", "dev.kindling.callbacks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.protobuf..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kindling.onnx..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.kindling.onnx.schema..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kindling.callbacks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.kindling.callbacks.schema..")
        .check(CLASSES);
  }

  @Test
  void hdf5_isKnownToWeightsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kindling.weights..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.jhdf..")
        .check(CLASSES);
  }

  @Test
  void tables_areKnownToPreprocessingAndCallbacksOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.kindling.preprocessing..", "dev.kindling.callbacks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("de.siegmar.fastcsv..")
        .check(CLASSES);
  }

  @Test
  void eigenvalues_areKnownToPreprocessingOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kindling.preprocessing..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.ejml..")
        .check(CLASSES);
  }

  @Test
  void sql_isKnownToCacheOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kindling.cache..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.sqlite..")
        .check(CLASSES);
  }

  @Test
  void library_doesNotPrint() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }
}
