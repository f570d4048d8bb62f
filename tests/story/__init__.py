"""Forty days of one borrower, lived through the real program with only its clock moved."""
