package dev.graft.backbone;

import dev.graft.base.DType;
import dev.graft.engine.Autocast;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Tensor;
import dev.graft.nn.Dropout;
import dev.graft.nn.Embedding;
import dev.graft.nn.Flow;
import dev.graft.nn.Layer;
import dev.graft.nn.LayerNorm;
import dev.graft.nn.Wraps;
import java.util.Optional;

/** Token, position and type vectors added up: the first stage of an encoder. Source: Devlin et al. 2019, section 3. */
final class EncoderEmbeddings extends Layer {
    private final EncoderConfig config;
    private final Embedding words;
    private final Embedding positions;
    private final Optional<Embedding> types;
    private final LayerNorm norm;
    private final Dropout dropout;

    EncoderEmbeddings(EncoderConfig config) {
        this.config = config;
        words = child("word_embeddings", new Embedding(config.vocabulary(), config.width()));
        positions = child("position_embeddings", new Embedding(config.positions(), config.width()));
        types = config.types() == 0
                ? Optional.empty()
                : Optional.of(child("token_type_embeddings", new Embedding(config.types(), config.width())));
        norm = child("LayerNorm", new LayerNorm(config.width(), config.epsilon()));
        dropout = child("dropout", new Dropout(config.dropout()));
    }

    /**
     * Ids and types (N, T) and a mask in; {@code hidden} (N, T, D) and the mask out. An adapter may put rows before those
     * of the tokens, of which the mask says nothing.
     */
    Flow forward(Flow in) {
        Tensor ids = in.get(Flow.IDS);
        long length = ids.size(1);
        Tensor sum = words.forward(ids).add(positions.forward(places(length)).unsqueeze(0));
        if (types.isPresent()) {
            Tensor kinds = in.get(Flow.TYPES);
            boolean oneKind = config.types() == 1; // RoBERTa has an entry for the first text only
            sum = sum.add(types.get()
                    .forward(
                            oneKind
                                    ? Tensor.of(
                                            new long[(int) kinds.count()],
                                            kinds.shape().sizes())
                                    : kinds));
        }
        Tensor hidden = Wraps.through(this, sum, all -> dropout.forward(norm.forward(all)));
        boolean half = Autocast.on() && NoGrad.on(); // where something above learns, sums stay in fp32
        return in.without(Flow.IDS).without(Flow.TYPES).with(Flow.HIDDEN, half ? hidden.to(DType.BF16) : hidden);
    }

    /** Rows are padded on the right, so that every row counts alike. */
    private Tensor places(long length) {
        long[] places = new long[(int) length];
        for (int i = 0; i < places.length; i++) {
            places[i] = config.firstPosition() + i;
        }
        return Tensor.of(places, length);
    }
}
