package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.base.BadInput;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path folder;

    @Test
    void readsAClassFromEachFolderInTheOrderOfNames() throws Exception {
        for (String name : new String[] {"猫/b.png", "dog/10.PNG", "dog/9.png", "dog/deeper/a.png", "Ωmega/1.png"}) {
            Pictures.file(folder, name, Pictures.png(name.hashCode()));
        }

        ImageSet images = ImageFolder.open(folder);

        assertThat(wheres(images))
                .containsExactly("dog/10.PNG", "dog/9.png", "dog/deeper/a.png", "Ωmega/1.png", "猫/b.png");
        assertThat(images.target(4)).isEqualTo(new Target.Label("猫"));
        assertThat(images.get(4).input().pixels().data())
                .isEqualTo(Pictures.scene("猫/b.png".hashCode(), 40, 30).data());
        assertThat(images.get(4)).isEqualTo(images.get(4));
        assertThat(images.notes()).isEmpty();
        assertThat(images.unreadable()).isEmpty();
    }

    private static String[] wheres(Dataset<Image> images) {
        return IntStream.range(0, images.size())
                .mapToObj(i -> {
                    try {
                        return images.get(i).where();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toArray(String[]::new);
    }

    @Test
    void tellsThePartsApartThatItKnows() throws Exception {
        for (String part : new String[] {"train", "dev", "test"}) {
            Pictures.file(folder, part + "/a/1.png", Pictures.png(part.length()));
        }
        Parts<Image> parts = ImageData.openParts(folder, TableOptions.DEFAULTS);

        assertThat(wheres(parts.train())).containsExactly("train/a/1.png");
        assertThat(wheres(parts.validation().orElseThrow())).containsExactly("dev/a/1.png");
        assertThat(wheres(parts.test().orElseThrow())).containsExactly("test/a/1.png");
        assertThatThrownBy(() -> ImageData.open(folder)).hasMessageContaining("holds parts (train, test), not classes");
    }

    @Test
    void takesEveryFormAndLooksAtItsFirstBytesNotItsEnding() throws Exception {
        Pixels scene = Pictures.scene(1, 20, 20);
        Pictures.file(folder, "a/1.jpg", Pictures.coded(scene, "jpeg", 0.9f));
        Pictures.file(folder, "a/2.jpeg", Pictures.png(2)); // wrong ending
        Pictures.file(folder, "a/3.gif", Pictures.coded(scene, "gif", 1));
        Pictures.file(folder, "a/4.bmp", Pictures.coded(scene, "bmp", 1));
        Pictures.file(folder, "a/5.tif", Pictures.coded(scene, "tiff", 1));

        assertThat(ImageFolder.open(folder).size()).isEqualTo(5);
    }

    /** As Omniglot comes: alphabets, and in them a folder for each character. */
    @Test
    void saysThatClassesMayLieDeeperWhereNoneHasAFileOfItsOwn() throws Exception {
        String[] names = {"Greek/alpha/1.png", "Greek/beta/2.png", "Latin/a/3.png"};
        for (String name : names) {
            Pictures.file(folder, "open/" + name, Pictures.png(name.hashCode()));
        }
        Path zip = Pictures.file(folder, "packed.zip", Pictures.zip(Pictures.files(names)));

        String said = "no class folder has a file of its own, all are in folders below";
        for (Dataset<Image> images : List.of(ImageFolder.open(folder.resolve("open")), ImageArchive.open(zip))) {
            assertThat(images.target(0)).isEqualTo(new Target.Label("Greek"));
            assertThat(images.notes()).singleElement().asString().startsWith(said);
        }

        Pictures.file(folder, "open/Latin/b.png", Pictures.png(7));
        assertThat(ImageFolder.open(folder.resolve("open")).notes()).isEmpty();
    }

    @Test
    void saysWhatItSkipsAndWhy() throws Exception {
        Pictures.file(folder, "a/1.png", Pictures.png(1));
        Pictures.file(folder, "a/.DS_Store", new byte[1]);
        Pictures.file(folder, "a/Thumbs.db", new byte[1]);
        Pictures.file(folder, "a/1.xml", new byte[1]);
        Pictures.file(folder, "a/caption.txt", new byte[1]);
        Pictures.file(folder, "top.png", Pictures.png(2));

        assertThat(ImageFolder.open(folder).notes())
                .containsExactly(
                        "skipped 2 (hidden): a/.DS_Store, a/Thumbs.db",
                        "skipped 1 (not .bmp, .gif, .jpeg, .jpg, .png, .tif, .tiff, .webp): a/1.xml",
                        "skipped 1 (not in a class folder): top.png",
                        "skipped 1 (texts among the pictures): a/caption.txt");
    }

    @Test
    @Timeout(20)
    void entersNoLoopOpensNoPipeAndLeavesTheFolderNowhere() throws Exception {
        Path inside = Pictures.file(folder, "data/a/1.png", Pictures.png(1));
        Path outside = Pictures.file(folder, "secret.png", Pictures.png(2));
        Path a = inside.getParent();
        Files.createSymbolicLink(a.resolve("loop"), a);
        Files.createSymbolicLink(a.resolve("out.png"), outside);
        Files.createSymbolicLink(a.resolve("self.png"), a.resolve("self.png"));
        Files.createSymbolicLink(a.resolve("twin.png"), inside);
        boolean piped = new ProcessBuilder("mkfifo", a.resolve("pipe.png").toString())
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(piped, "no mkfifo on this system");

        ImageSet images = ImageFolder.open(folder.resolve("data"));

        assertThat(wheres(images)).containsExactly("a/1.png", "a/twin.png");
        assertThat(images.notes())
                .containsExactly(
                        "skipped 2 (links that break or leave the folder): a/out.png, a/self.png",
                        "skipped 1 (links to folders): a/loop",
                        "skipped 1 (pipes, sockets or devices): a/pipe.png");
    }

    @Test
    void skipsAFewBadFilesAndNamesThemAll() throws Exception {
        fill("a", 50);
        fill("b", 50);
        Pictures.file(folder, "a/empty.png", new byte[0]);
        byte[] bomb = Pictures.coded(Pictures.scene(1, 4, 4), "bmp", 1);
        Arrays.fill(bomb, 19, 21, (byte) 1); // 65,796 wide
        Arrays.fill(bomb, 23, 25, (byte) 1);
        Pictures.file(folder, "a/large.bmp", bomb);
        Pictures.file(folder, "b/cut.png", Arrays.copyOf(Pictures.png(3), 500));
        Pictures.file(folder, "b/text.jpg", "I am a text".getBytes());

        ImageSet images = ImageFolder.open(folder);

        assertThat(images.size()).isEqualTo(100);
        assertThat(wheres(images)).doesNotContain("a/empty.png", "b/cut.png", "b/text.jpg");
        assertThat(images.unreadable()).hasSize(4);
        assertThat(images.unreadable().get(0)).startsWith("a/empty.png: ");
        assertThat(images.unreadable().get(1)).startsWith("a/large.bmp").contains("65796");
        assertThat(images.unreadable().get(2)).startsWith("b/cut.png");
        assertThat(images.unreadable().get(3)).startsWith("b/text.jpg");
        assertThat(images.notes()).hasSize(1);
        assertThat(images.notes().get(0)).startsWith("skipped 4 of 104 pictures that cannot be read: a/empty.png: ");
        for (int i = 0; i < images.size(); i++) {
            String className = images.get(i).where().substring(0, 1);
            assertThat(images.target(i)).isEqualTo(new Target.Label(className));
        }
    }

    private void fill(String className, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Pictures.file(folder, className + "/" + i + ".png", Pictures.png(i));
        }
    }

    @Test
    void refusesWhenMoreThanOneInTwentyIsBad() throws Exception {
        fill("a", 18);
        Pictures.file(folder, "a/bad.png", new byte[0]);

        assertThatThrownBy(() -> ImageFolder.open(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(
                        "1 of 19 pictures cannot be read, more than the 5 % that are skipped: a/bad.png",
                        "mend or remove them");
        Pictures.file(folder, "a/good.png", Pictures.png(99));
        assertThat(ImageFolder.open(folder).size()).isEqualTo(19);
    }

    @Test
    void refusesAClassOfWhichNothingCanBeRead() throws Exception {
        fill("a", 40);
        Pictures.file(folder, "b/1.png", new byte[] {1});

        assertThatThrownBy(() -> ImageFolder.open(folder))
                .hasMessageContainingAll(
                        "no picture of class 'b' can be read (b/1.png", "mend its pictures or remove it");
    }

    @Test
    void refusesFoldersWithoutPictures() throws Exception {
        assertThatThrownBy(() -> ImageFolder.open(folder))
                .hasMessageContaining("no sub-folders; wanted one for each class, with .bmp, .gif, ");
        fill("a", 1);
        Pictures.file(folder, "b/1.txt", new byte[] {'x'});
        assertThatThrownBy(() -> ImageFolder.open(folder))
                .hasMessageContainingAll(
                        "b: no .bmp, .gif", "in this class folder", "1 (texts among the pictures): b/1.txt");
    }

    @Test
    void skipsAFileThatMayNotBeRead() throws Exception {
        fill("a", 30);
        Path secret = Pictures.file(folder, "a/secret.png", Pictures.png(1));
        assumeTrue(secret.getFileSystem().supportedFileAttributeViews().contains("posix"), "no permissions here");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(secret), "this user may read everything, as root may");

        assertThat(ImageFolder.open(folder).unreadable())
                .singleElement()
                .asString()
                .startsWith("a/secret.png")
                .contains("must not be read by this user");
    }

    /** Root reads what permissions forbid by a capability, which a child process can be without. */
    @Test
    void skipsAFileThatRootMayNotReadEither() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "others are without the capability anyway");
        assumeTrue(Files.isExecutable(SETPRIV), "nothing takes the capability away here");
        fill("a", 30);
        Path secret = Pictures.file(folder, "a/secret.png", Pictures.png(1));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));

        Process child = new ProcessBuilder(
                        SETPRIV.toString(),
                        "--bounding-set",
                        "-dac_override,-dac_read_search",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).isZero();
        assertThat(said.lines())
                .containsExactly(
                        "30", "a/secret.png: secret.png: must not be read by this user; change its permissions");
    }

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    /** The child process of that test. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] args) throws IOException {
            ImageSet images = ImageFolder.open(Path.of(args[0]));
            System.out.println(images.size());
            images.unreadable().forEach(System.out::println);
        }
    }

    @Test
    void namesAFileThatVanishesOrChangesLaterAndShiftsNoLabel() throws Exception {
        fill("a", 3);
        fill("b", 3);
        ImageSet images = ImageFolder.open(folder);

        Files.delete(folder.resolve("a/1.png"));
        Path changed = Pictures.file(folder, "a/2.png", Pictures.png(77));
        Files.setLastModifiedTime(changed, FileTime.fromMillis(1_000_000));
        Pictures.file(folder, "a/0a.png", Pictures.png(5)); // appears; the list stays as it is

        assertThat(images.size()).isEqualTo(6);
        assertThatThrownBy(() -> images.get(1).input().pixels())
                .hasMessage("a/1.png: is no longer there; it was when the data were opened");
        assertThatThrownBy(() -> images.get(2).input().pixels())
                .hasMessage("a/2.png: was changed since the data were opened; open them again");
        assertThat(images.get(3).where()).isEqualTo("b/0.png");
        assertThat(images.get(3).target()).isEqualTo(new Target.Label("b"));
        assertThat(images.get(3).input().pixels().width()).isEqualTo(40);
    }

    @Test
    void warnsOfFoldersThatDifferOnlyInCase() throws Exception {
        fill("cat", 2);
        fill("Cat", 2);
        assumeFalse(
                Files.isSameFile(folder.resolve("cat"), folder.resolve("Cat")), "this file system takes both for one");

        assertThat(Facts.of(ImageFolder.open(folder)).warnings())
                .containsExactly(
                        "labels 'Cat' and 'cat' are learned as two classes, though they differ only in upper and"
                                + " lower case; write them alike if they are one");
    }

    @Test
    void isCheckedForTrainingAsTextsAre() throws Exception {
        fill("a", 6);
        assertThatThrownBy(() -> TrainingCheck.of(ImageFolder.open(folder)))
                .hasMessageContaining("one class only, 'a', in all 6 examples");
        fill("b", 1);
        assertThatThrownBy(() -> TrainingCheck.of(ImageFolder.open(folder)))
                .hasMessageContaining("class 'b', with one example only");
    }

    @Test
    void readsOddNames() throws Exception {
        assumeTrue(java.io.File.separatorChar == '/', "not on Windows");
        Pictures.file(folder, "a b/it's \"so\"\n.png", Pictures.png(1));
        Pictures.file(folder, "a b/" + "x".repeat(251) + ".png", Pictures.png(2));
        Pictures.file(folder, "a b/e\u0301.png", Pictures.png(3));
        Pictures.file(folder, "a b/😀.png", Pictures.png(4));

        ImageSet images = ImageFolder.open(folder);

        assertThat(images.size()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(images.get(i).input().pixels().width()).isEqualTo(40);
        }
    }

    @Test
    void keepsNothingThatWasDecoded() throws Exception {
        Pictures.file(folder, "one.png", Pictures.png(1));
        Encoded source = FileStamp.of(folder.resolve("one.png"), "one.png");
        java.util.List<Survey.Found> found = new java.util.ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            found.add(new Survey.Found(source, RawTargets.NONE, "picture"));
        }
        long before = used();
        ImageSet images = Survey.of("many", found, java.util.List.of());
        long each = (used() - before) / images.size();

        assertThat(images.size()).isEqualTo(4_000);
        assertThat(each).as("bytes kept for each picture of 3,600 bytes").isLessThan(400);
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(20);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
