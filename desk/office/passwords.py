"""Passwords: argon2 hashes, a one-time password for the first start, and how long to wait after wrong ones."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from secrets import choice
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return _HASHER.hash(password)


def is_right(kept: str, password: str) -> bool:
    """Whether the password is that of the hash; takes as long where there is no account (``kept`` empty)."""
    try:
        return _HASHER.verify(kept or _NOBODY, password) and bool(kept)
    except (Argon2Error, InvalidHashError):
        return False


def one_time_password() -> str:
    """Sixteen characters that nobody mistakes for one another."""
    return "".join(choice(_LETTERS) for _ in range(16))


def weakness(password: str, login: str) -> str:
    """What is wrong with a new password, in Chinese; "" where nothing is."""
    if len(password) < SHORTEST:
        return f"密码至少{SHORTEST}个字符"
    if len(password) > 200:
        return "密码过长"
    if login.lower() in password.lower():
        return "密码不能包含账号"
    return "密码过于简单" if len(set(password)) < 5 else ""


class Throttle:
    """At most ``most`` failures in ``seconds`` for one name (an account, an address); bounded in memory."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, name: str) -> float:
        """Seconds until the next try is let through; 0 where it is now."""
        with self._lock:
            times = self._recent(name)
            return max(0.0, times[0] + self._seconds - self._clock()) if len(times) >= self._most else 0.0

    def failed(self, name: str) -> None:
        """Note a failure."""
        with self._lock:
            self._recent(name).append(self._clock())
            while len(self._failures) > 10_000:
                self._failures.popitem(last=False)

    def forget(self, name: str) -> None:
        """Note a success."""
        with self._lock:
            self._failures.pop(name, None)

    def _recent(self, name: str) -> deque[float]:
        times = self._failures.setdefault(name, deque(maxlen=self._most))
        self._failures.move_to_end(name)
        while times and times[0] + self._seconds <= self._clock():
            times.popleft()
        return times
