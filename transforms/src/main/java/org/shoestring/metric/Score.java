package org.shoestring.metric;

/**
 * A number with what is needed to compare it.
 *
 * @param name as papers write it: {@code BLEU}, {@code chrF2++}
 * @param value in the metric's own unit
 * @param details what the reference tool prints after the number; may be empty
 * @param signature all settings that decide the number
 */
public record Score(String name, double value, String details, String signature) {}
