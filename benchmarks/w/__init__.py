"""Workload W on minga's ground: one process a file, as a mechanism of the model would be written."""
