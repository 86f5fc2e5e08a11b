"""Secret personal links: one purpose each, they expire, they can be revoked, and only a digest is kept."""
