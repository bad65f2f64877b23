/** Pictures that Graft draws for its own demo. */
package dev.graft.cli.drawn;
