"""The rules across applicants, one a file: ``hcNNN_slug.py`` with a ``RULE``."""
