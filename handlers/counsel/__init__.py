"""Questions people ask: reviewed answers with their law, found by words, or not at all."""
