"""What stands one a file in a folder, found by looking: a new file is a new rule, no list is to be kept beside it."""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files
from typing import Any


def found_in(package: str, prefix: str, name: str) -> tuple[Any, ...]:
    """What each file of the package whose name begins so calls ``name``, in the order of the files' names.

    Raises:
        AttributeError: such a file has nothing of that name.
    """
    stems = sorted(each.name.removesuffix(".py") for each in files(package).iterdir())
    return tuple(getattr(import_module(f"{package}.{stem}"), name) for stem in stems if stem.startswith(prefix))
