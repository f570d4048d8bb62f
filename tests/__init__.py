"""Tests, simulators and benchmarks of 稳住."""
