"""One file per change, numbered."""
