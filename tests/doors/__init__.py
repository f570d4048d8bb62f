"""Doors that only tests have, as real programs over HTTP."""
