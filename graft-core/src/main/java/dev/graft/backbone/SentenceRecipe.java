package dev.graft.backbone;

import dev.graft.nn.Pooling;

/**
 * How an encoder's token vectors become the features of a text, as the encoder's authors trained it.
 *
 * @param pooling of the last hidden states
 * @param normalize whether features have length 1
 * @param longest tokens of a text that are read, special ones included
 */
public record SentenceRecipe(Pooling pooling, boolean normalize, int longest) {}
