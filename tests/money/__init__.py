"""Tests of computing: figures against known formulas, a peer library, and the worked tables."""
