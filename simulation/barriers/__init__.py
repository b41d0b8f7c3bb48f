"""What gets in the way. Each barrier has a dial: 1 as in the system, 0 removed, above 1 worse."""
