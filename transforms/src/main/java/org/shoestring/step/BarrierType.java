package org.shoestring.step;

/**
 * A step that must have seen all rows of a table before it can tell what becomes of one. It carries
 * its parameters only; the transforms do the work.
 */
public non-sealed interface BarrierType extends CatalogEntry {}
