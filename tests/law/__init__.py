"""Tests of the law data and of asking it by day."""
