"""Asking questions of the world: comparisons, their replicates, their report, and the command line."""
