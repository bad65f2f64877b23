package dev.graft.image;

import dev.graft.base.Check;
import java.util.ArrayList;
import java.util.List;

/**
 * How the values of each channel are spread over many pictures.
 *
 * @param mean of each channel, of values in [0, 1]
 * @param deviation of each channel, that of a population; 1 where all values are the same, as scikit-learn's scaler has
 *     it
 */
public record ChannelStatistics(List<Double> mean, List<Double> deviation) {
    private static final int VALUES = 256;

    public ChannelStatistics {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    /** Counts pictures one by one, on any threads and in any order: what comes of it is the same to the bit. */
    public static final class Counter {
        private final long[][] counts;

        /** @param channels of every picture */
        public Counter(int channels) {
            counts = new long[Check.atLeast("channels", channels, 1)][VALUES];
        }

        public void add(Pixels picture) {
            long[][] own = new long[counts.length][VALUES];
            byte[] data = picture.data();
            for (int i = 0; i < data.length; i++) {
                own[i % counts.length][data[i] & 0xff]++;
            }
            synchronized (counts) {
                for (int c = 0; c < counts.length; c++) {
                    for (int value = 0; value < VALUES; value++) {
                        counts[c][value] += own[c][value];
                    }
                }
            }
        }

        /** Of all pictures until now, at least one. */
        public ChannelStatistics statistics() {
            List<Double> means = new ArrayList<>();
            List<Double> deviations = new ArrayList<>();
            synchronized (counts) {
                for (long[] channel : counts) {
                    double mean = mean(channel);
                    double deviation = deviation(channel, mean);
                    means.add(mean);
                    deviations.add(deviation == 0 ? 1 : deviation);
                }
            }
            return new ChannelStatistics(means, deviations);
        }

        private static double mean(long[] counts) {
            double sum = 0;
            double all = 0;
            for (int value = 0; value < VALUES; value++) {
                sum += value / 255.0 * counts[value];
                all += counts[value];
            }
            Check.that(all > 0, "there are no pictures to take statistics of");
            return sum / all;
        }

        private static double deviation(long[] counts, double mean) {
            double sum = 0;
            double all = 0;
            for (int value = 0; value < VALUES; value++) {
                double from = value / 255.0 - mean;
                sum += from * from * counts[value];
                all += counts[value];
            }
            return Math.sqrt(sum / all);
        }
    }
}
