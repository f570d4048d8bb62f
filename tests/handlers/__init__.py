"""What is decided, without the outside."""
