"""The whole program, started as a process."""
