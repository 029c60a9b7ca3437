"""One kind of value a module: what was written, as the value the form means."""

from extractors.fields.kinds.base import Value, clean, is_nothing
from extractors.fields.kinds.dates import is_calendar
from extractors.fields.kinds.read import parse

__all__ = ["Value", "clean", "is_calendar", "is_nothing", "parse"]
