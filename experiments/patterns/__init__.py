"""Patterns: what the papers say, as statements with a rule, each checked by one function or said to be not built."""
