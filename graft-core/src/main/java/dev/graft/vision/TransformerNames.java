package dev.graft.vision;

/**
 * What a library calls the parts of a {@link VisionTransformer}, and how it brings positions to another size.
 *
 * @param block before a block's number; the parts after it are within a block
 * @param attentionIn of the three projections in one, up to the last dot or underscore
 * @param corners whether the outermost positions stay where they are when they are interpolated
 * @param smooth whether as many positions are read as their number shrinks by
 */
record TransformerNames(
        String classToken,
        String registers,
        String patches,
        String positions,
        String block,
        String norm1,
        String attentionIn,
        String attentionOut,
        String scale1,
        String norm2,
        String mlp1,
        String mlp2,
        String scale2,
        String norm,
        String head,
        boolean corners,
        boolean smooth) {
    static final TransformerNames TORCHVISION = new TransformerNames(
            "class_token",
            "register_tokens",
            "conv_proj",
            "encoder.pos_embedding",
            "encoder.layers.encoder_layer_",
            "ln_1",
            "self_attention.in_proj_",
            "self_attention.out_proj",
            "layer_scale_1",
            "ln_2",
            "mlp.0",
            "mlp.3",
            "layer_scale_2",
            "encoder.ln",
            "heads.head",
            true,
            false);

    static final TransformerNames TIMM = new TransformerNames(
            "cls_token",
            "reg_token",
            "patch_embed.proj",
            "pos_embed",
            "blocks.",
            "norm1",
            "attn.qkv.",
            "attn.proj",
            "ls1.gamma",
            "norm2",
            "mlp.fc1",
            "mlp.fc2",
            "ls2.gamma",
            "norm",
            "head",
            false,
            true);
}
