package dev.graft.transfer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.graft.data.Dataset;
import java.io.IOException;
import java.util.Optional;

/** What stands above strategies: makes one model by comparing or joining several fits. One line below per record. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Guard.class, name = "guard"),
    @JsonSubTypes.Type(value = Soup.class, name = "soup"),
})
public interface Procedure {
    /** @param transfer with the strategy to be carried out @param valid as {@link Transfer#fit} has it */
    Fitted fit(Transfer transfer, Dataset<?> train, Optional<Dataset<?>> valid, long seed) throws IOException;

    /**
     * How often as much is done as one training of the strategy takes, at most.
     *
     * @param examples of the training part
     */
    int trainings(int examples, Optional<Dataset<?>> valid);

    /** How many of {@link #trainings} what is {@link #settled} takes, to be trained once more. */
    default int trainingsAgain(int examples, Optional<Dataset<?>> valid) {
        return trainings(examples, valid);
    }

    /**
     * What trains once more on all data: a model like the one that was measured.
     *
     * @param procedure above the strategy, if any
     */
    record Settled(Strategy strategy, Optional<Procedure> procedure) {}

    /** What a fit came to. @param strategy that was carried out */
    default Settled settled(Strategy strategy, Fitted fitted) {
        return new Settled(strategy, Optional.of(this));
    }

    /** What was decided, in a sentence for people. @param fitted that came of it */
    default Optional<String> said(Fitted fitted) {
        return Optional.empty();
    }

    /** The same as it is carried out within a budget, whatever the budget. */
    default Procedure timed() {
        return this;
    }

    /** Seconds that may be needed after these trainings, as to go back to something simpler. @param times of one */
    default double after(Rehearsed times, int examples, Optional<Dataset<?>> valid) {
        return 0;
    }
}
