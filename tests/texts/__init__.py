"""Tests of the wording: data, lint, and the golden files a lawyer reads."""
