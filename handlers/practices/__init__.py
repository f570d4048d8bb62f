"""The list of prohibited collection practices as data, and the classifier that reads with it."""
