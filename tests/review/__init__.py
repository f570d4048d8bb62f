"""Pages for a lawyer to read and sign off, and the test that keeps them true."""
