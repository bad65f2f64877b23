package dev.graft;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructorWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the order of the packages, and who may print, log and see LibTorch, in what the library ships. */
class ArchitectureTest {

    /** A package may use those before it. A new package takes the first place that its imports allow. */
    private static final List<String> ORDER = List.of(
            "base",
            "image",
            "metric",
            "weights",
            "hub",
            "engine",
            "nn",
            "vision",
            "data",
            "backbone",
            "adapter",
            "model",
            "train",
            "evaluate",
            "transfer",
            "adapt",
            "select",
            "compress",
            "export",
            "report",
            "recipe",
            "cli");

    private static final JavaClasses SHIPPED = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.graft");

    private static Stream<String> packages() {
        return present().stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyPackagesAboveIt(String name) {
        assertThat(ORDER).as("the order of packages").contains(name);
        String[] below = ORDER.stream()
                .skip(ORDER.indexOf(name) + 1L)
                .map(ArchitectureTest::all)
                .toArray(String[]::new);

        noClasses()
                .that(resideInAPackage(all(name)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(below))
                .check(SHIPPED);
    }

    @Test
    void seesWhatItChecks() {
        assertThat(present()).contains("base", "engine", "metric");
    }

    @Test
    void onlyTheEngineSeesLibTorch() {
        assertThat(SHIPPED.that(resideInAPackage("dev.graft.engine..")).stream()
                        .flatMap(engine -> engine.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getPackageName()))
                .anyMatch(name -> name.startsWith("org.bytedeco"));
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.graft.engine..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.bytedeco.."))
                .check(SHIPPED);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.graft.cli..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(SHIPPED);
    }

    @Test
    void nothingReadsOrWritesJavaObjects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.Object(In|Out)put(Stream)?|java\\.beans\\.XML(En|De)coder")
                .check(SHIPPED);
    }

    @Test
    void theLibraryLogsToTheSystemLoggerOnly() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.util.logging..", "org.slf4j..", "org.apache.commons.logging..", "org.apache.log4j.."))
                .check(SHIPPED);
    }

    /**
     * Bytes that others made are read within limits, and files are moved into place whole. By itself only reads and
     * writes what can show why: text is decoded as it comes, row by row; what the system says of itself is no file; the
     * feature cache appends records with checksums; standard output is no file either.
     */
    @Test
    void filesAreReadAndWrittenByTheBaseAlone() {
        noClasses()
                .that(resideOutsideOfPackage("dev.graft.base..")
                        .and(not(name("dev.graft.data.CheckedReader")))
                        .and(not(name("dev.graft.engine.Precision").or(name("dev.graft.cli.Machine"))))
                        .and(not(name("dev.graft.backbone.FeatureCache")))
                        .and(not(name("dev.graft.cli.Graft"))))
                .should(callMethodWhere(target(owner(type(Files.class)))
                        .and(target(nameMatching(
                                "(read(All|String)|write|lines|copy|move|new(Buffered|Byte|Input|Output)).*")))))
                .orShould(callMethodWhere(target(owner(type(FileChannel.class))).and(target(nameMatching("open")))))
                .orShould(callConstructorWhere(target(owner(assignableTo(FileInputStream.class)
                        .or(assignableTo(FileOutputStream.class))
                        .or(assignableTo(RandomAccessFile.class))
                        .or(assignableTo(FileReader.class))
                        .or(assignableTo(FileWriter.class))))))
                .check(SHIPPED);
    }

    /** The packages that there are, each by the first part of its name after dev.graft. */
    private static Set<String> present() {
        Set<String> names = new TreeSet<>();
        for (JavaClass type : SHIPPED) {
            names.add(type.getPackageName().replaceFirst("dev\\.graft\\.?", "").split("\\.", 2)[0]);
        }
        return names;
    }

    private static String all(String name) {
        return "dev.graft." + name + "..";
    }
}
