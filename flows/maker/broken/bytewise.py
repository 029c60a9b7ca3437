"""What can be done to any file without knowing it: cut short, bytes turned, parts doubled, moved, blanked."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

Named = tuple[str, bytes]


def cut(data: bytes, times: int) -> Iterator[Named]:
    """Cut short in even steps."""
    for number in range(1, times + 1):
        yield f"cut-{number}", data[: len(data) * number // (times + 1)]


def stirred(data: bytes, rng: Random, times: int, keep: int = 8) -> Iterator[Named]:
    """Some bytes turned, ever more of them; the first ``keep`` bytes stay, so that the kind is still told by them."""
    for number in range(times):
        changed = bytearray(data)
        for _ in range(1 << (number % 8)):
            changed[rng.randrange(keep, len(changed))] ^= 1 << rng.randrange(8)
        yield f"stirred-{number}", bytes(changed)


def torn(data: bytes, rng: Random, times: int, keep: int = 8) -> Iterator[Named]:
    """A stretch left out, doubled, blanked or put elsewhere."""
    for number in range(times):
        start = rng.randrange(keep, len(data) - 1)
        end = min(len(data), start + rng.randrange(1, max(2, len(data) // 6)))
        part, way = data[start:end], number % 4
        middle = (b"", part * 2, bytes(len(part)), part[::-1])[way]
        yield f"torn-{('out', 'doubled', 'blanked', 'turned')[way]}-{number}", data[:start] + middle + data[end:]
