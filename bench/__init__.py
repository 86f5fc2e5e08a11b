"""How fast the product is, held against a baseline in the same run: `make bench`."""
