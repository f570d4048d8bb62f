"""Talking about repayment plans: from a sentence to a saved plan, and what is said of it later."""
