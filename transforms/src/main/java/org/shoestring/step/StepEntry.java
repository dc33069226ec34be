package org.shoestring.step;

import org.shoestring.spec.CatalogEntry;

/** What can stand in a chain of steps: a step of its own, or a barrier. */
public sealed interface StepEntry extends CatalogEntry permits StepType, BarrierType {}
