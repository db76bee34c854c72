"""The commits with the changes that each one brought."""
