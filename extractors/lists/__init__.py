"""Attached lists: found by their heads and titles in any document, read row by row with every cell's place."""

from extractors.lists.find import ListsReading, read_lists

__all__ = ["ListsReading", "read_lists"]
