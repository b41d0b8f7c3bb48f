"""Dated bundles of work with rules of their own (none yet)."""
