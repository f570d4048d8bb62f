"""Tests of everything we keep."""
