"""The pages' language: Chinese as written, English from ``english.yaml`` where a person asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

import yaml
from fastapi import Request

COOKIE = "heshu_language"

Translate = Callable[[str], str]


@cache
def english() -> Mapping[str, str]:
    """Every phrase of the pages in English, by its Chinese."""
    loaded = yaml.safe_load(files("desk.web").joinpath("english.yaml").read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in loaded.items()}


def is_english(request: Request) -> bool:
    """Whether this person has asked for English."""
    return request.cookies.get(COOKIE) == "en"


def translator(request: Request) -> Translate:
    """What turns a phrase into the person's language; what the applicants wrote is never translated."""
    if not is_english(request):
        return lambda words: words
    table = english()
    return lambda words: table.get(words, words)
