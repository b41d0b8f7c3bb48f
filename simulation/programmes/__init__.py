"""Dated bundles of work with rules of their own (coaching, pay for performance)."""
