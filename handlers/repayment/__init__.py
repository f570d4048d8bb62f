"""Repayment: the agreed plan, its days and amounts, when to remind of them, what to warn of."""
