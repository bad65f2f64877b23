/** Datasets: what is read, from which files, how it is split, compared, counted and written back. */
package dev.graft.data;
