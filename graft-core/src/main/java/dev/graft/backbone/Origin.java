package dev.graft.backbone;

/**
 * Where a network comes from.
 *
 * @param name in the catalogue, or of the folder
 * @param source a Maven coordinate or a folder's name
 * @param licence of the weights, empty where unknown
 * @param sha256 of the weights file
 */
public record Origin(String name, String source, String licence, String sha256) {}
