"""Taking persons out of a text while its length, its scripts and its sense stay."""
