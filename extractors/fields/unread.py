"""Empty places on scans that may not be empty: ink that nobody could read stands where the value would."""

from __future__ import annotations

from pipeline.document import BBox, Document, Text

_REACH = 230.0
"""Points to the right of a label in which its value would stand, where nothing follows on the line."""
_ABOVE = 0.6
"""Heights of the label's line by which a value may stand higher or lower, in a cell of two lines."""


def has_unread_ink(document: Document, before: Text, after: Text) -> bool:
    """Whether a scanned page has ink without a reading between the words before and after an empty place."""
    label = next((piece for piece in reversed(before.placed) if piece.box), None)
    if label is None or label.box is None or label.page is None or not document.paged:
        return False
    page = document.pages[label.page - 1]
    if not page.scanned or not page.unread:
        return False
    following = [piece.box for piece in after.placed if piece.box and piece.page == label.page]
    place = _place(label.box, following[0] if following else None)
    return any(place.holds(ink.cx, ink.cy) for ink in page.unread)


def _place(label: BBox, following: BBox | None) -> BBox:
    room = _ABOVE * label.height
    right = label.x1 + _REACH
    if following is not None and following.x0 > label.x1 and following.y0 < label.cy < following.y1:
        right = following.x0
    return BBox(label.x1, label.y0 - room, right, label.y1 + room)
