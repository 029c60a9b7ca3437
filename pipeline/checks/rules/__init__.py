"""The rules, one a file: ``hcNNN_slug.py`` with a ``RULE``."""
