package dev.graft.data;

import dev.graft.base.Check;
import dev.graft.engine.Tensor;
import dev.graft.image.Pixels;
import dev.graft.image.Preparation;
import dev.graft.nn.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Pictures as squares of numbers.
 *
 * @param preparation of the network
 */
public record ImageInput(Preparation preparation) implements InputSpec<Image> {
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
        return new Waiting(image);
    }

    /** A picture that has not been decoded. */
    private final class Waiting implements Prepared {
        private final Image image;

        Waiting(Image image) {
            this.image = image;
        }

        @Override
        public Prepared ready() {
            try {
                return new Square(preparation.square(image.pixels(preparation.shorter())), this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean waits() {
            return true;
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public byte[] content() {
            try {
                Likeness same = image.likeness();
                return ByteBuffer.allocate(16)
                        .putLong(same.high())
                        .putLong(same.low())
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
        return new ImageInput(choice.size() == 0 ? preparation : preparation.size(choice.size()));
    }

    @Override
    public InputChoice choice() {
        return InputChoice.DEFAULTS.size(preparation.size());
    }

    @Override
    public String fingerprint() {
        return preparation.toString();
    }
}
