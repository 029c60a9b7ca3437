"""Signatures as bytes, as the store keeps them: a short head in JSON, then the arrays as they lie in memory.

Read without copying: thousands of signatures are gone through in a second, so that one submission can be held against
all others while a person waits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.lists import GROUPS, ListSignature
from pipeline.checks.across.picture import Picture
from pipeline.checks.across.signature import Signature

_MARK = b"HS3\n"
_WORDS = ("submission", "form", "name", "code", "recommender", "mobile", "email", "counts", "lengths")


class OldSignatureError(ValueError):
    """The bytes are of an earlier version: the signature must be made anew from its record."""


def to_bytes(signature: Signature) -> bytes:
    """A signature as bytes."""
    head: dict[str, Any] = {key: getattr(signature, key) for key in _WORDS}
    arrays: list[NDArray[Any]] = [signature.device_ids, signature.deals]
    head["lists"] = []
    for kind, each in signature.lists.items():
        head["lists"].append([kind, each.columns, each.scanned, len(each.rows)])
        arrays += [each.rows, each.loose]
    for group in ("narratives", "named"):
        values: dict[str, NDArray[np.uint64]] = getattr(signature, group)
        head[group] = [[key, len(each)] for key, each in values.items()]
        arrays += values.values()
    head["pictures"] = [[each.sha256, each.page, len(each.words), len(each.views)] for each in signature.pictures]
    arrays += [part for each in signature.pictures for part in (each.words, each.views)]
    head["sizes"] = [len(signature.device_ids), len(signature.deals)]
    words = json.dumps(head, ensure_ascii=False).encode()
    body = b"".join(each.astype(each.dtype.newbyteorder("<")).tobytes() for each in arrays)
    return _MARK + len(words).to_bytes(4, "little") + words + body


def from_bytes(data: bytes) -> Signature:
    """The signature that :func:`to_bytes` wrote.

    Raises:
        OldSignatureError: the bytes are of an earlier version.
    """
    if data[: len(_MARK)] != _MARK:
        raise OldSignatureError
    start = len(_MARK) + 4
    end = start + int.from_bytes(data[len(_MARK) : start], "little")
    head = json.loads(data[start:end])
    parts = _parts(data, end, head)
    ids, deals = next(parts), next(parts)
    lists = {
        kind: ListSignature(next(parts), next(parts).reshape(-1, GROUPS), tuple(columns), scanned)
        for kind, columns, scanned, _ in head["lists"]
    }
    narratives, named = ({key: next(parts) for key, _ in head[group]} for group in ("narratives", "named"))
    words = {key: head[key] for key in _WORDS}
    pictures = tuple(Picture(sha256, page, next(parts), next(parts)) for sha256, page, _, _ in head["pictures"])
    return Signature(
        **words, device_ids=ids, lists=lists, narratives=narratives, named=named, deals=deals, pictures=pictures
    )


def _parts(data: bytes, at: int, head: dict[str, Any]) -> Iterator[NDArray[Any]]:
    """The arrays in the order they were written, as views of the bytes."""
    sizes: list[tuple[str, int]] = [("<u8", size) for size in head["sizes"]]
    for _, _, _, rows in head["lists"]:
        sizes += [("<u8", rows), ("<u4", rows * GROUPS)]
    sizes += [("<u8", size) for group in ("narratives", "named") for _, size in head[group]]
    sizes += [("<u8", size) for _, _, *both in head["pictures"] for size in both]
    for kind, size in sizes:
        yield np.frombuffer(data, dtype=kind, count=size, offset=at)
        at += size * int(kind[-1])
