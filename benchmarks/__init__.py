"""Figures about opsgen that a reader can make again: see `run.py`."""
