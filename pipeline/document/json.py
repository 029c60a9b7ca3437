"""Pages as JSON, for the store and for tests: one page a document line, so that no file is ever held whole."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from pipeline.document.document import Page


@cache
def _adapter() -> TypeAdapter[Page]:
    return TypeAdapter(Page)


def page_to_json(page: Page) -> bytes:
    """One page as compact JSON; defaults are left out, so that a list page stays small."""
    return _adapter().dump_json(page, exclude_defaults=True)


def page_from_json(data: bytes) -> Page:
    """The page that :func:`page_to_json` wrote.

    Raises:
        pydantic.ValidationError: where the data is not a page.
    """
    return _adapter().validate_json(data)
