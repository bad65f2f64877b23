package dev.graft.backbone;

import dev.graft.data.Modality;
import java.io.IOException;

/**
 * A pretrained network that Graft knows.
 *
 * @param name as in {@code --backbone NAME}
 * @param modality of its input
 * @param parameters of its body
 * @param multiplyAdds of one text of 128 tokens, or one picture of the usual size
 * @param features width of its output
 * @param stages from input to output
 * @param checkedAgainst the reference whose outputs it was compared with, or that there was none
 * @param pretrainedOn what it learned from
 * @param licence of the weights
 * @param coordinates of the Maven dependency that carries the weights
 * @param resource of the weights on the class path
 * @param opener makes it of the artifact's files
 */
public record CatalogEntry(
        String name,
        Modality modality,
        long parameters,
        long multiplyAdds,
        int features,
        int stages,
        String checkedAgainst,
        String pretrainedOn,
        String licence,
        String coordinates,
        String resource,
        Opener opener) {
    /** Makes a network of verified files. */
    public interface Opener {
        Backbone open(CatalogEntry entry, Opening how) throws IOException;
    }

    public Backbone open(Opening how) throws IOException {
        return opener.open(this, how);
    }

    /** Whether anybody can get the weights by this entry alone. */
    public boolean published() {
        return !resource.isEmpty();
    }

    /** Whether the weights are on the class path now. */
    public boolean available() {
        return published() && CatalogEntry.class.getClassLoader().getResource(resource) != null;
    }
}
