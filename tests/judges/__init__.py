"""Independent programs asked about our outputs, and the tests that ask them."""
