package dev.graft.cli;

import dev.graft.backbone.Catalog;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.base.Storage;
import dev.graft.data.Data;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.ImageData;
import dev.graft.data.Modality;
import dev.graft.data.Sample;
import dev.graft.data.TableOptions;
import dev.graft.data.Variety;
import dev.graft.image.Augmenter;
import dev.graft.image.ContactSheet;
import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import dev.graft.image.Preparation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "augment",
        description = "Draw what --augment of 'graft train' makes of some pictures, to look at before training.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft augment photos/ --out sheet.png",
            "  graft augment photos/ --augment rotate=30,zoom=0.2,fill=reflect --out sheet.png --rows 10",
            "",
            "Words of --augment, with their usual values, which may be left out:",
            "  crop=0.35          a part of at least this share of the area, scaled to the whole",
            "  mirror=0.5, flip=0.5   left and right, or top and bottom, with this probability",
            "  rotate=15, shear=10    by up to so many degrees",
            "  shift=0.1, shiftx=0.1, shifty=0.1, zoom=0.2   by up to this share of the side",
            "  brightness=0.2, contrast=0.2, saturation=0.2, hue=0.05   by up to this share",
            "  grey=0.1, blur=0.5, erase=0.25   with this probability",
            "  trivialaugment, randaugment=9    one operation, or two of this strength, out of torchvision's",
            "  fill=nearest       what lies outside: nearest, constant, reflect or wrap",
            "  mixup=0.2, cutmix=1    mix the pictures of a batch",
            "  light     crop=0.35,mirror",
            "  standard  light and rotate=10,brightness=0.2,contrast=0.2,saturation=0.2,fill=reflect",
            "  trivial   light and trivialaugment",
            "  rand      light and randaugment=9"
        })
final class AugmentCommand extends Command {
    private static final int TILE = 128;

    @Parameters(paramLabel = "DATA", description = "Pictures as for 'graft train'.")
    private Path data;

    @Option(names = "--out", required = true, paramLabel = "FILE.png", description = "The sheet.")
    private Path out;

    @Option(names = "--overwrite", description = "Replace FILE.png.")
    private boolean overwrite;

    @Option(
            names = "--augment",
            paramLabel = "HOW",
            description =
                    "light, standard, trivial, rand, or a list as rotate=15,shift=0.1 (default: standard); mixup and"
                            + " cutmix are of batches and not drawn.")
    private String augment = "standard";

    @Option(names = "--rows", paramLabel = "N", description = "Pictures that are shown (default: 6).")
    private int rows = 6;

    @Option(names = "--columns", paramLabel = "N", description = "Times that each is varied (default: 8).")
    private int columns = 8;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Side of the square that a network reads (default: that of the network which train takes).")
    private Optional<Integer> size = Optional.empty();

    AugmentCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        Check.that(rows >= 1 && rows <= 100, "--rows must be between 1 and 100, was " + rows);
        Check.that(columns >= 1 && columns <= 30, "--columns must be between 1 and 30, was " + columns);
        size.ifPresent(side -> Check.that(side >= 8 && side <= 2048, "--size must be between 8 and 2048, was " + side));
        Variety how = Variety.parse(augment);
        Check.that(InputFiles.ending(out).equals("png"), "--out must end in .png, as the sheet is one; was " + out);
        Target.file(out, overwrite);
        if (Data.modality(data, TableOptions.DEFAULTS) != Modality.IMAGE) {
            throw new BadInput(data.toString(), "holds texts; what is varied here are pictures");
        }
        Dataset<Image> pictures = session()
                .opening(() -> ImageData.openParts(data, TableOptions.DEFAULTS.withoutLabels()))
                .train();
        pictures.notes().forEach(session()::warn);
        int[] chosen = chosen(pictures.size());
        Preparation usual = Catalog.usualPreparation();
        Preparation preparation = size.map(side -> usual.size(side)).orElse(usual);
        Augmenter augmenter = how.augmentation().on(preparation);
        List<ContactSheet.Row> sheet = new ArrayList<>();
        for (int index : chosen) {
            sheet.add(row(pictures.get(index), index, augmenter));
        }
        byte[] png = PictureFile.png(new ContactSheet(TILE).of(sheet));
        Storage.LOCAL.writeFile(out, to -> to.write(png));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("augmentation", how.augmentation().text());
        json.put("size", preparation.size());
        json.put("pictures", chosen.length);
        json.put("out", out.toString());
        session().answer(json);
        if (how.mixing().isPresent()) {
            session().warn("mixup and cutmix mix the pictures of a batch, which is not drawn here");
        }
        session().say(how.augmentation().text());
        session().say(chosen.length + " pictures, each as it is and " + columns + " times varied: " + out);
    }

    /** Some of all, in their order. */
    private int[] chosen(int count) {
        return new Random(session().seed())
                .ints(0, count)
                .distinct()
                .limit(Math.min(rows, count))
                .sorted()
                .toArray();
    }

    private ContactSheet.Row row(Sample<Image> sample, int index, Augmenter augmenter) throws IOException {
        Pixels picture = sample.input().pixels(augmenter.shorterAtLeast());
        List<Pixels> tiles = new ArrayList<>(List.of(augmenter.preparation().square(picture)));
        IntStream.range(0, columns)
                .mapToObj(c -> augmenter.apply(
                        picture, new SplittableRandom((session().seed() * 1_000_003 + index) * 1_000_003 + c)))
                .forEach(tiles::add);
        return new ContactSheet.Row(sample.where(), tiles);
    }
}
