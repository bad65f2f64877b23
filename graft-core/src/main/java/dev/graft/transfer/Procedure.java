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
}
