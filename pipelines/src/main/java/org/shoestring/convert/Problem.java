package org.shoestring.convert;

/**
 * Why a record cannot be a row.
 *
 * @param reason a token that stays the same, for counting
 * @param message for people, with the cure if there is one
 */
public record Problem(String reason, String message) {}
