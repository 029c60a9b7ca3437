"""Rendering in a child process: a file that brings PDFium down, or keeps it busy, costs its page and not the desk."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import TimeoutError as LateError
from functools import cache
from pathlib import Path

from pebble import ProcessExpired, ProcessPool
from PIL import Image

from desk.pictures.render import render_page
from pipeline.problems import ReaderCrashedError, ReadTimeoutError

_SECONDS = 60.0
_PAGES_A_CHILD = 500


def render_apart(path: Path, media_type: str, page: int, dpi: int) -> Image.Image:
    """The page of a file as :func:`desk.pictures.render.render_page` gives it.

    Raises:
        UnreadableFileError: the page can't be shown; the child died or took longer than a minute.
    """
    future = _pool().schedule(_render, args=(str(path), media_type, page, dpi), timeout=_SECONDS)
    try:
        size, pixels = future.result()
    except LateError as error:
        raise ReadTimeoutError(f"第{page}页") from error
    except ProcessExpired as error:
        raise ReaderCrashedError(f"第{page}页") from error
    return Image.frombytes("RGB", size, pixels)


@cache
def _pool() -> ProcessPool:
    """One child for all offices of this process, started with the first page."""
    context = multiprocessing.get_context("spawn")
    return ProcessPool(max_workers=1, max_tasks=_PAGES_A_CHILD, context=context)


def _render(path: str, media_type: str, page: int, dpi: int) -> tuple[tuple[int, int], bytes]:
    image = render_page(Path(path).read_bytes(), media_type, page, dpi)
    return image.size, image.tobytes()
