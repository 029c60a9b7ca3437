"""Broken files made on purpose: our own samples changed by their structure. The same seed makes the same files."""

from flows.maker.broken.corpus import Broken, broken_files, sound_files

__all__ = ["Broken", "broken_files", "sound_files"]
