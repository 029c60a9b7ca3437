"""The signals, one a file: ``hsNNN_slug.py`` with a ``SIGNAL``."""
