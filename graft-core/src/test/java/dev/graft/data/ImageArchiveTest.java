package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageArchiveTest {
    @TempDir
    Path folder;

    /** A form of archive, and how it is made. */
    record Form(String extension, Packer packer) {
        @Override
        public String toString() {
            return extension;
        }
    }

    interface Packer {
        byte[] pack(Map<String, byte[]> files) throws IOException;
    }

    static Stream<Form> forms() {
        return Stream.of(
                new Form("tar", Pictures::tar),
                new Form("tar.gz", files -> Pictures.gzip(Pictures.tar(files))),
                new Form("TGZ", files -> Pictures.gzip(Pictures.tar(files))),
                new Form("zip", Pictures::zip));
    }

    private Path write(Form form, Map<String, byte[]> files) throws IOException {
        return Pictures.file(folder, "photos." + form.extension(), form.packer().pack(files));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void readsClassesInPlaceInTheOrderOfNames(Form form) throws Exception {
        Path file = write(form, Pictures.files("猫/b.png", "dog/9.png", "dog/10.png", "dog/deeper/a.png"));

        ImageSet images = ImageArchive.open(file);

        assertThat(images.size()).isEqualTo(4);
        assertThat(images.get(0).where()).isEqualTo("dog/10.png");
        assertThat(images.get(2).where()).isEqualTo("dog/deeper/a.png");
        assertThat(images.get(3).target()).isEqualTo(new Target.Label("猫"));
        for (int i = 0; i < 4; i++) {
            int seed = List.of(2, 1, 3, 0).get(i);
            assertThat(images.get(i).input().pixels().data())
                    .isEqualTo(Pictures.scene(seed, 40, 30).data());
        }
        assertThat(images.notes()).isEmpty();
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void stepsIntoASingleTopFolderAndKnowsParts(Form form) throws Exception {
        Path file = write(
                form,
                Pictures.files(
                        "photos/train/a/1.png",
                        "photos/train/b/1.png",
                        "photos/valid/a/2.png",
                        "photos/test/b/2.png",
                        "photos/README.md",
                        "__MACOSX/photos/train/a/1.png"));

        Parts<Image> parts = ImageData.openParts(file, TableOptions.DEFAULTS);

        assertThat(parts.train().size()).isEqualTo(2);
        assertThat(parts.validation().orElseThrow().get(0).where()).isEqualTo("photos/valid/a/2.png");
        assertThat(parts.test().orElseThrow().target(0)).isEqualTo(new Target.Label("b"));
        assertThatThrownBy(() -> ImageData.open(file)).hasMessageContaining("holds parts (train, test), not classes");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void takesAClassFolderOnTopForNoTopFolder(Form form) throws Exception {
        ImageSet images = ImageArchive.open(write(form, Pictures.files("cats/1.png", "cats/2.png")));

        assertThat(Labels.of(images).names()).containsExactly("cats");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void skipsAFewDamagedPicturesByName(Form form) throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 25; i++) {
            files.put("a/" + i + ".png", Pictures.png(i));
        }
        files.put("a/cut.png", Arrays.copyOf(Pictures.png(1), 300));
        files.put("a/note.txt", new byte[1]);

        ImageSet images = ImageArchive.open(write(form, files));

        assertThat(images.size()).isEqualTo(25);
        assertThat(images.unreadable()).singleElement().asString().startsWith("a/cut.png");
        assertThat(images.notes()).hasSize(2).first().isEqualTo("skipped 1 (texts among the pictures): a/note.txt");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void warnsOfFoldersThatDifferOnlyInCase(Form form) throws Exception {
        Path file = write(form, Pictures.files("cat/1.png", "Cat/2.png"));

        assertThat(Facts.of(ImageArchive.open(file)).warnings().get(0))
                .startsWith("labels 'Cat' and 'cat' are learned as two classes");
    }

    static Stream<String> badNames() {
        return Stream.of(
                "../x.png",
                "a/../../x.png",
                "a/./x.png",
                "/a/x.png",
                "..\\x.png",
                "C:\\x.png",
                "C:/x.png",
                "a//x.png",
                "./../x.png");
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void refusesNamesThatLeadOut(String name) throws Exception {
        for (Form form : forms().toList()) {
            Path file = write(form, Pictures.files("a/1.png", name));

            assertThatThrownBy(() -> ImageArchive.open(file))
                    .as("%s", form)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("is no plain path below it");
        }
    }

    @Test
    void refusesANameThatStandsTwice() throws Exception {
        byte[] tar = concat(
                Pictures.tarEntry("a/1.png", '0', "", Pictures.png(1)),
                Pictures.tarEntry("./a/1.png", '0', "", Pictures.png(2)),
                new byte[1024]);
        Path file = Pictures.file(folder, "x.tar", tar);

        assertThatThrownBy(() -> ImageArchive.open(file)).hasMessage("x.tar: 'a/1.png' is in it twice; pack it again");
        byte[] zip = Pictures.zip(Pictures.files("a/1.png", "a/2.png"));
        Path twins = Pictures.file(folder, "x.zip", replaced(zip, "a/2.png", "a/1.png"));
        assertThatThrownBy(() -> ImageArchive.open(twins)).hasMessage("x.zip: 'a/1.png' is in it twice; pack it again");
    }

    @Test
    void leavesOutLinksAndDevicesOfATar() throws Exception {
        byte[] tar = concat(
                Pictures.tarEntry("a/", '5', "", new byte[0]),
                Pictures.tarEntry("a/1.png", '0', "", Pictures.png(1)),
                Pictures.tarEntry("a/soft.png", '2', "/etc/passwd", new byte[0]),
                Pictures.tarEntry("a/hard.png", '1', "a/1.png", new byte[0]),
                Pictures.tarEntry("a/pipe.png", '6', "", new byte[0]),
                new byte[1024]);

        ImageSet images = ImageArchive.open(Pictures.file(folder, "x.tar", tar));

        assertThat(images.size()).isEqualTo(1);
        assertThat(images.notes())
                .containsExactly("skipped 3 (links, devices and sparse files): a/soft.png, a/hard.png, a/pipe.png");
    }

    @Test
    void readsLongNamesOfBothKindsOfTar() throws Exception {
        String longName = "class/" + "猫".repeat(60) + ".png";
        String field = " path=" + longName + "\n";
        int length = field.getBytes(StandardCharsets.UTF_8).length + 3;
        byte[] pax = (length + field).getBytes(StandardCharsets.UTF_8);
        byte[] posix = concat(
                Pictures.tarEntry("PaxHeaders/x", 'x', "", pax),
                Pictures.tarEntry("class/short.png", '0', "", Pictures.png(1)),
                new byte[1024]);
        byte[] gnu = concat(
                Pictures.tarEntry("././@LongLink", 'L', "", (longName + "\0").getBytes(StandardCharsets.UTF_8)),
                Pictures.tarEntry("class/short.png", '0', "", Pictures.png(1)),
                new byte[1024]);

        for (byte[] tar : List.of(posix, gnu)) {
            ImageSet images = ImageArchive.open(Pictures.file(folder, "x.tar", tar));
            assertThat(images.get(0).where()).isEqualTo(longName);
        }
    }

    @Test
    void refusesAFieldThatEndsBeforeItsValue() throws Exception {
        byte[] tar = concat(
                Pictures.tarEntry("PaxHeaders/x", 'x', "", "4 a=".getBytes(StandardCharsets.US_ASCII)),
                Pictures.tarEntry("a/1.png", '0', "", Pictures.png(1)),
                new byte[1024]);
        Path file = Pictures.file(folder, "x.tar", tar);

        assertThatThrownBy(() -> ImageArchive.open(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("the fields here do not fit their lengths; the archive is damaged");
    }

    @Test
    void refusesAnEmptyClass() throws Exception {
        byte[] tar = concat(
                Pictures.tarEntry("photos/a/1.png", '0', "", Pictures.png(1)),
                Pictures.tarEntry("photos/b/", '5', "", new byte[0]),
                new byte[1024]);
        Path file = Pictures.file(folder, "x.tar", tar);

        assertThatThrownBy(() -> ImageArchive.open(file))
                .hasMessageContaining("x.tar, photos/b: no .bmp, .gif")
                .hasMessageContaining("in this class folder; fill or remove it");
    }

    @Test
    void refusesAnArchiveWithoutPictures() throws Exception {
        Path flat = Pictures.file(folder, "flat.zip", Pictures.zip(Pictures.files("1.png", "2.png")));

        assertThatThrownBy(() -> ImageArchive.open(flat))
                .hasMessageContaining("no folders in it; wanted one for each class");
        Path empty = Pictures.file(folder, "empty.tar", new byte[0]);
        assertThatThrownBy(() -> ImageArchive.open(empty)).hasMessageContaining("empty.tar, byte 0: is cut here");
    }

    @Test
    void refusesATarThatIsCutAnywhere() throws Exception {
        byte[] tar = Pictures.tar(Pictures.files("a/1.png", "a/2.png", "a/3.png"));
        for (int length = 0; length <= tar.length - 1024; length += 64) {
            Path file = Pictures.file(folder, "x.tar", Arrays.copyOf(tar, length));
            assertThatThrownBy(() -> ImageArchive.open(file))
                    .as("cut at %s", length)
                    .isInstanceOf(BadInput.class);
        }
    }

    @Test
    void refusesAGzippedTarThatIsCut() throws Exception {
        byte[] packed = Pictures.gzip(Pictures.tar(Pictures.files("a/1.png", "a/2.png")));
        Path file = Pictures.file(folder, "x.tgz", Arrays.copyOf(packed, packed.length - 100));

        assertThatThrownBy(() -> ImageArchive.open(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("x.tgz: is not a whole gzip file");
    }

    @Test
    @Timeout(60)
    void survivesFlippedBitsAndReadsEqualPicturesOrNamesTheFault() throws Exception {
        Map<String, byte[]> files = Pictures.files("a/1.png", "a/2.png", "b/3.png");
        SplittableRandom random = new SplittableRandom(5);
        for (Form form : forms().toList()) {
            byte[] good = form.packer().pack(files);
            for (int i = 0; i < 100; i++) {
                byte[] bad = good.clone();
                int at = random.nextInt(bad.length);
                bad[at] ^= (byte) (1 << random.nextInt(8));
                Path file = Pictures.file(folder, "flip." + form.extension(), bad);
                try {
                    Dataset<Image> images = ImageArchive.open(file);
                    for (int k = 0; k < images.size(); k++) {
                        assertThat(images.get(k).input().pixels().width()).isPositive();
                    }
                } catch (BadInput e) {
                    assertThat(e.getMessage()).as("%s, byte %s", form, at).contains("flip.");
                }
            }
        }
    }

    @Test
    @Timeout(30)
    void refusesABombOfZeros() throws Exception {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        tar.writeBytes(Pictures.tarEntry("a/1.png", '0', "", Pictures.png(1)));
        byte[] header = Arrays.copyOf(Pictures.tarEntry("a/2.png", '0', "", new byte[0]), 512);
        System.arraycopy("01000000000".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 11); // 128 MB
        Pictures.sign(header);
        tar.writeBytes(header);
        tar.writeBytes(new byte[1 << 27]);
        Path file = Pictures.file(folder, "bomb.tgz", Pictures.gzip(tar.toByteArray()));

        assertThatThrownBy(() -> ImageArchive.open(file))
                .hasMessage("bomb.tgz: unpacks to more than a hundred times its size, which no pictures do");
    }

    @Test
    void saysThatAGzippedTarIsTooLargeForTheMemory() throws Exception {
        byte[] tar = Pictures.tar(Pictures.files("a/1.png", "a/2.png"));
        Path file = Pictures.file(folder, "x.tgz", Pictures.gzip(tar));

        assertThatThrownBy(() -> Pieces.of(file, tar.length - 1))
                .hasMessageContainingAll("x.tgz: unpacked it needs more than", "unpack it first (gunzip)", "-Xmx");
        assertThat(Pieces.of(file, tar.length).read(0, 7)).isEqualTo("a/1.png".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 22, 26, 30})
    void refusesAZipWhoseTwoListsDiffer(int field) throws Exception {
        byte[] zip = stored(Pictures.files("a/1.png", "a/2.png"));
        zip[field]++; // of the first local header: packed size, size, length of the name, name
        Path file = Pictures.file(folder, "x.zip", zip);

        assertThatThrownBy(() -> ImageArchive.open(file))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("x.zip, a/1.png: the list of files says one thing");
    }

    @Test
    void refusesSizesThatCannotBe() throws Exception {
        byte[] zip = Pictures.zip(Pictures.files("a/1.png"));
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int central = bytes.getInt(zip.length - 6);
        bytes.putInt(central + 24, 1 << 30);
        Path file = Pictures.file(folder, "x.zip", zip);

        assertThatThrownBy(() -> ImageArchive.open(file))
                .hasMessageContaining("cannot be 1073741824; the archive lies");
    }

    @Test
    void refusesAFileThatIsPackedLargerThanItCouldBe() throws Exception {
        byte[] zip = Pictures.zip(Pictures.files("a/1.png"));
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int central = bytes.getInt(zip.length - 6);
        int size = bytes.getInt(central + 24);
        int packed = size + size / 1000 + 65;
        bytes.putInt(central + 20, packed);
        Path file = Pictures.file(folder, "x.zip", zip);

        assertThatThrownBy(() -> ImageArchive.open(file))
                .hasMessage("x.zip, a/1.png: " + packed + " bytes cannot be " + size + "; the archive lies");
    }

    @Test
    void refusesFilesThatShareTheirBytes() throws Exception {
        byte[] zip = stored(Pictures.files("a/1.png", "a/1.png2"));
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int central = bytes.getInt(zip.length - 6);
        int size = bytes.getInt(18);
        bytes.putInt(18, size + 10); // the first now reaches into the second, in both lists
        bytes.putInt(22, size + 10);
        bytes.putInt(central + 20, size + 10);
        bytes.putInt(central + 24, size + 10);
        Path file = Pictures.file(folder, "x.zip", zip);

        assertThatThrownBy(() -> ImageArchive.open(file)).hasMessage("x.zip: 'a/1.png' overlaps with what follows it");
    }

    @Test
    void namesThePictureWhoseCheckSumIsWrong() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 10; i < 40; i++) {
            files.put("a/" + i + ".bmp", Pictures.coded(Pictures.scene(i, 8, 8), "bmp", 1));
        }
        byte[] zip = stored(files);
        zip[30 + 8 + 100] ^= 1; // one pixel of the first; a BMP would not show it
        ImageSet images = ImageArchive.open(Pictures.file(folder, "x.zip", zip));

        assertThat(images.unreadable())
                .singleElement()
                .isEqualTo("a/10.bmp: x.zip, a/10.bmp: is damaged: its check sum is another; fetch the archive again");
    }

    @Test
    void namesAnArchiveThatChangedLater() throws Exception {
        Path file = Pictures.file(folder, "x.tar", Pictures.tar(Pictures.files("a/1.png", "b/2.png")));
        ImageSet images = ImageArchive.open(file);
        Pictures.file(folder, "x.tar", Pictures.tar(Pictures.files("a/1.png", "b/2.png", "b/3.png")));

        assertThatThrownBy(() -> images.get(0).input().pixels())
                .hasMessage("x.tar: was changed since the data were opened; open them again");
        Files.delete(file);
        assertThatThrownBy(() -> images.get(0).input().pixels())
                .hasMessage("x.tar: is no longer there; it was when the data were opened");
    }

    @Test
    void listsMoreFilesThanAnOldZipCanCount() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 66_000; i++) {
                zip.putNextEntry(new ZipEntry("a/" + i + ".png"));
                zip.write(i);
            }
        }
        Archive archive = Archive.open(Pictures.file(folder, "x.zip", bytes.toByteArray()));

        assertThat(archive.members()).hasSize(66_000);
        Archive.Member last = archive.members().get(65_999);
        assertThat(archive.read(last))
                .containsExactly((byte) Integer.parseInt(last.name().replaceAll("\\D", "")));
    }

    private static byte[] stored(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                java.util.zip.CRC32 crc = new java.util.zip.CRC32();
                crc.update(file.getValue());
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(file.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] replaced(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace(from, to);
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
