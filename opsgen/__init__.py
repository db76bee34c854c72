"""opsgen: a folder of YAML in git becomes a portfolio site and PDF handouts."""

__version__ = "0.1.0"
