"""Who wants to know how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told as work goes on; must be quick."""

    def expect(self, pages: int) -> None:
        """So many more pages are to be read."""

    def page(self, file: str, pages: int) -> None:
        """So many pages of a file were read."""

    def submission(self, name: str, done: int, of: int) -> None:
        """A submission was extracted and checked."""

    def stage(self, words: str) -> None:
        """Something else begins."""


class Silent:
    """Tells nobody."""

    def expect(self, pages: int) -> None:
        """Nobody asks."""

    def page(self, file: str, pages: int) -> None:
        """Nobody asks."""

    def submission(self, name: str, done: int, of: int) -> None:
        """Nobody asks."""

    def stage(self, words: str) -> None:
        """Nobody asks."""
