"""What the loader and the road behind it promise of any bytes, and what to try them with."""
