"""Money: what a loan costs, what may be asked for it, what is paid first, when it is too late.

Pure functions on fen (whole numbers), per cent a year (`Decimal`) and calendar days. Each names the
provision its rule comes from; docs/interest.md holds worked tables.
"""
