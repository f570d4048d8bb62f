"""Everything that touches the outside: doors, worker, OCR, settings, command line."""

__version__ = "0.1.0"
