package dev.graft.hub;

import dev.graft.base.Check;

/**
 * One file of an artifact as its source has it.
 *
 * @param path where the source has it; on the class path, without a leading slash
 * @param file what it is called in Graft's home, as {@code tokenizer.json}
 * @param sha256 64 lower-case hexadecimal digits; what has another hash is refused
 */
public record Resource(String path, String file, String sha256) {
    public Resource {
        Check.that(sha256.matches("[0-9a-f]{64}"), "sha256 must be 64 hexadecimal digits, was '" + sha256 + "'");
        Check.that(file.matches("\\w[\\w.-]*"), "a file's name must be of letters, digits and -._, was '" + file + "'");
    }
}
