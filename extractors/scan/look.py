"""How a scanned page looks, small: enough to tell whether the same picture was attached elsewhere, and kept with it."""

from __future__ import annotations

from base64 import b64encode

import cv2

from pipeline.ports import Image

LONGEST = 320
"""Pixels of the longer side: at 27 dots an inch a line of print is a grey band with its words and gaps."""
_QUALITY = 60


def small_look(page: Image) -> str:
    """The upright page (RGB) as a small grey JPEG in base64.

    Nothing is taken off or evened out: seals are there in grey scans too, and a photograph has no white paper.
    """
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    scale = LONGEST / max(grey.shape)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, _QUALITY))
    return b64encode(data.tobytes()).decode()
