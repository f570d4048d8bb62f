"""Law as data: dated provisions and complaint routes a lawyer can edit, and asking them by day."""
