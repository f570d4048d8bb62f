"""Reading Chinese as people write it: normal forms with offsets, numbers, printed times."""
