"""The rules of cluster certification: pure, without clock, randomness or I/O."""
