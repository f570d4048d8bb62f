"""Pictures drawn for people to look at: pure, out of values and of a font that comes along."""
