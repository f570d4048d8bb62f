"""One sentence about repaying becomes a plan, or the questions that are still open."""
