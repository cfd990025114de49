"""Numbers of a text with what is written on them: numerals, units, bounds, ranges, and what is no claim."""
