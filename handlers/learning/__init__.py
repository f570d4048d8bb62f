"""Learning from labelled texts: n-grams and marks in, whole-number weights out."""
