package dev.graft.data;

import dev.graft.base.Check;
import dev.graft.engine.Tensor;
import dev.graft.image.Augmentation;
import dev.graft.image.ChannelStatistics;
import dev.graft.image.Pixels;
import dev.graft.image.Preparation;
import dev.graft.nn.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Pictures as squares of numbers.
 *
 * @param preparation of the network
 * @param augmentation how they are varied while a network learns from them
 * @param mixing how those of a batch are mixed while a network learns from them
 * @param draws in how many ways a frozen network is shown each of them, at least 1
 * @param from side of the square that training begins at, in pixels, at most the preparation's
 * @param form how the network is taken; what is left open there is as it states
 */
public record ImageInput(
        Preparation preparation,
        Augmentation augmentation,
        Optional<Mixing> mixing,
        int draws,
        int from,
        PictureForm form)
        implements InputSpec<Image> {
    /** Sizes on the way differ by so many pixels, as networks halve their maps three times and more. */
    private static final int STEP = 8;
    /** Share of the training after which pictures have their full size. */
    private static final double GROWN = 2 / 3.0;

    /** How often a frozen network sees a picture that is varied, where nothing is said of it. */
    private static final int USUAL_DRAWS = 4;

    public ImageInput {
        Check.atLeast("draws", draws, 1);
        Check.that(
                from >= 1 && from <= preparation.size(),
                "--from-size must be at most the size that pictures are read at, " + preparation.size() + ", was "
                        + from);
        Check.that(
                form.pooling().orElse(MapPooling.OWN) == MapPooling.OWN || from == preparation.size(),
                "--from-size is for maps that are pooled: flat ones are of one size; leave it out, or --pooling flat");
    }

    /** As the network was made for. */
    public static ImageInput of(Preparation preparation) {
        return of(preparation, MapPooling.OWN);
    }

    /** As the network was made for, with these values of its last map. */
    public static ImageInput of(Preparation preparation, MapPooling pooling) {
        return new ImageInput(
                preparation,
                Augmentation.NONE,
                Optional.empty(),
                1,
                preparation.size(),
                PictureForm.STATED.pooling(pooling));
    }

    /** What of the network's last map are features. */
    public MapPooling pooling() {
        return form.pooling().orElse(MapPooling.OWN);
    }

    @Override
    public Class<Image> takes() {
        return Image.class;
    }

    @Override
    public Modality modality() {
        return Modality.IMAGE;
    }

    @Override
    public Prepared prepare(Image image) {
        return new Waiting(image, Optional.empty());
    }

    @Override
    public Prepared drawn(Prepared input, long seed) {
        Image image = ((Waiting) input).image;
        return new Waiting(image, augmentation.equals(Augmentation.NONE) ? Optional.empty() : Optional.of(seed));
    }

    /** Small at first, then larger in equal steps of time. Source: Howard's recipe in the DAWNBench contest of 2018. */
    @Override
    public ImageInput at(double progress) {
        int steps = (preparation.size() - from + STEP - 1) / STEP;
        int side = progress >= GROWN
                ? preparation.size()
                : Math.min(preparation.size(), from + STEP * (int) (progress / GROWN * steps));
        return side == preparation.size()
                ? this
                : new ImageInput(preparation.size(side), augmentation, mixing, draws, side, form);
    }

    /** A picture that has not been decoded. */
    private final class Waiting implements Prepared {
        private final Image image;
        private final Optional<Long> seed;

        /** @param seed of how it is varied, empty for not at all */
        Waiting(Image image, Optional<Long> seed) {
            this.image = image;
            this.seed = seed;
        }

        @Override
        public Prepared ready() {
            try {
                return new Square(pixels(), this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Pixels pixels() throws IOException {
            if (seed.isEmpty()) {
                return preparation.square(image.pixels(preparation.shorter()));
            }
            var augmenter = augmentation.on(preparation);
            return augmenter.apply(image.pixels(augmenter.shorterAtLeast()), new SplittableRandom(seed.get()));
        }

        @Override
        public boolean waits() {
            return true;
        }

        @Override
        public int length() {
            return 1;
        }

        /** The picture's digest; of a varied one how it is varied, too. */
        @Override
        public byte[] content() {
            try {
                Likeness same = image.likeness();
                byte[] how = seed.isEmpty() ? new byte[0] : augmentation.text().getBytes(StandardCharsets.UTF_8);
                return ByteBuffer.allocate(24 + how.length)
                        .putLong(same.high())
                        .putLong(same.low())
                        .putLong(seed.orElse(0L))
                        .put(how)
                        .array();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean cut() {
            return false;
        }
    }

    /** A picture as the square that the network takes. */
    private record Square(Pixels pixels, Prepared of) implements Prepared {
        @Override
        public int length() {
            return 1;
        }

        @Override
        public byte[] content() {
            return of.content();
        }

        @Override
        public boolean cut() {
            return false;
        }
    }

    /** @return {@code pixels} (N, C, size, size) */
    @Override
    public Flow collate(List<Prepared> inputs) {
        Check.that(!unmeasured(), "pictures are to be standardized, and no training part has been measured yet");
        int size = preparation.size();
        int each = preparation.channels() * size * size;
        float[] planes = new float[Math.multiplyExact(inputs.size(), each)];
        for (int i = 0; i < inputs.size(); i++) {
            preparation.planes(((Square) inputs.get(i).ready()).pixels(), planes, i * each);
        }
        return Flow.of(Flow.PIXELS, Tensor.of(planes, inputs.size(), preparation.channels(), size, size));
    }

    @Override
    public ImageInput with(InputChoice choice) {
        Check.that(
                choice.longest() == 0 && !choice.windows(),
                "--longest and --windows are for texts; the size of pictures is set by --size");
        Preparation sized = choice.size() == 0 ? preparation : preparation.size(choice.size());
        Variety variety = Variety.parse(choice.augment());
        boolean varied = !variety.augmentation().equals(Augmentation.NONE);
        Check.that(varied || choice.draws() <= 1, "--draws is how often --augment varies a picture; say how it does");
        int shown = choice.draws() > 0 ? choice.draws() : varied ? USUAL_DRAWS : 1;
        int first = choice.from() > 0 ? choice.from() : sized.size();
        PictureForm taken = choice.form()
                .pooling(choice.form().pooling().orElse(pooling()))
                .channels(choice.form().channels().orElse(preparation.channels()));
        Check.that(
                taken.channels().get() == preparation.channels(),
                "--channels is for a network that is opened to learn; this one reads pictures of "
                        + preparation.channels() + " channels, not of "
                        + taken.channels().get());
        Preparation prepared = taken.statistics().map(sized::standardized).orElse(sized);
        return new ImageInput(prepared, variety.augmentation(), variety.mixing(), shown, first, taken);
    }

    @Override
    public boolean unmeasured() {
        return form.standardize() && form.statistics().isEmpty();
    }

    /** Looks at every picture once, as the network reads it when it answers. */
    @Override
    public ImageInput measured(Dataset<?> train) throws IOException {
        if (!unmeasured()) {
            return this;
        }
        PreparedSet pictures = PreparedSet.of(this, train);
        ChannelStatistics.Counter counter = new ChannelStatistics.Counter(preparation.channels());
        Watch.Listener told = Watch.here();
        AtomicInteger done = new AtomicInteger();
        told.at(0, pictures.size());
        try {
            IntStream.range(0, pictures.size()).parallel().forEach(i -> {
                counter.add(((Square) pictures.input(i).ready()).pixels());
                int now = done.incrementAndGet();
                if (now < pictures.size()) {
                    told.at(now, pictures.size());
                }
            });
            told.at(pictures.size(), pictures.size());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        ChannelStatistics known = counter.statistics();
        return new ImageInput(
                preparation.standardized(known), augmentation, mixing, draws, from, form.statistics(known));
    }

    @Override
    public InputChoice choice() {
        return InputChoice.DEFAULTS.size(preparation.size()).form(form);
    }

    @Override
    public String fingerprint() {
        return preparation.toString();
    }
}
