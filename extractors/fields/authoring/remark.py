"""One thing that a definition gets wrong, or that its author should look at again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Remark:
    """``error`` stops the form from being used; ``warning`` is for the author to judge.

    ``where`` names the place in the definition (a field's key, a list's kind, ``layout``); ``message`` is one Chinese
    sentence.
    """

    severity: Literal["error", "warning"]
    where: str
    message: str

    def __str__(self) -> str:
        word = "错误" if self.severity == "error" else "注意"
        return f"{word} [{self.where}] {self.message}"


def error(where: str, message: str) -> Remark:
    """A remark that stops the form."""
    return Remark("error", where, message)


def warning(where: str, message: str) -> Remark:
    """A remark to be judged."""
    return Remark("warning", where, message)
