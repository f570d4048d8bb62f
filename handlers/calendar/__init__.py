"""Working days and holidays, as published year by year."""
