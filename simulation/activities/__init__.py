"""What workers do with an hour."""
