"""Where the server is and how we show who we are; the environment says what the address does not."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.problems import UsageError
from search.words.dictionary import NAME, is_asked_for

APIS = ("8", "9")
"""Versions of the server's API that the client can be told to speak."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """One server and the alias that stands for this store on it.

    ``authorization`` is the header's value ("" for none). ``ca_certs`` is a PEM file of the office's own authority.
    ``words`` is a word analyzer of the server (``smartcn``, ``ik_smart``), "" for none; ``dictionary`` says that we cut
    queries into words ourselves instead.
    ``api`` is the version of the API that the client declares to speak: servers 8.19 and 9.x both know ``8``.
    """

    scheme: str
    host: str
    port: int
    path_prefix: str
    alias: str
    lock_folder: Path
    authorization: str = ""
    ca_certs: str | None = None
    api: str = "8"
    words: str = ""
    dictionary: bool = False
    timeout_seconds: float = 30.0

    @classmethod
    def of(cls, url: str, store_dir: Path) -> ServerSettings:
        """Settings from an address ``http(s)://[user:password@]host[:port][/prefix]`` and the environment.

        ``HESHU_SEARCH_API_KEY`` or user and password in the address; ``HESHU_SEARCH_CA``; ``HESHU_SEARCH_ALIAS``;
        ``HESHU_SEARCH_API``; ``HESHU_SEARCH_WORDS``.

        Raises:
            UsageError: it is no such address, no such file, or no version of the API.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UsageError(f"检索服务器地址应为 http(s)://主机:端口，而不是“{_without_secret(url)}”")
        return cls(
            parts.scheme,
            parts.hostname,
            parts.port or (443 if parts.scheme == "https" else 9200),
            parts.path.rstrip("/"),
            os.environ.get("HESHU_SEARCH_ALIAS") or alias_of(store_dir),
            store_dir / "index",
            _authorization(parts.username, parts.password),
            _authority(),
            _api(),
            _words(),
            is_asked_for(),
        )

    @property
    def address(self) -> str:
        """The address without any secret, for messages."""
        return f"{self.scheme}://{self.host}:{self.port}{self.path_prefix}"


def alias_of(store_dir: Path) -> str:
    """A name of its own for each store, so that several can live on one server."""
    return f"heshu-{blake2b(str(store_dir.resolve()).encode(), digest_size=5).hexdigest()}"


def _authorization(user: str | None, password: str | None) -> str:
    key = os.environ.get("HESHU_SEARCH_API_KEY")
    if key:
        return f"ApiKey {key}"
    if user:
        return "Basic " + b64encode(f"{unquote(user)}:{unquote(password or '')}".encode()).decode()
    return ""


def _authority() -> str | None:
    path = os.environ.get("HESHU_SEARCH_CA") or None
    if path and not Path(path).is_file():
        raise UsageError(f"HESHU_SEARCH_CA 指定的根证书文件不存在：{path}")
    return path


def _api() -> str:
    api = os.environ.get("HESHU_SEARCH_API") or "8"
    if api not in APIS:
        raise UsageError(f"HESHU_SEARCH_API 应为 {' 或 '.join(APIS)}，而不是“{api}”")
    return api


def _words() -> str:
    words = os.environ.get("HESHU_SEARCH_WORDS") or ""
    if words == NAME:
        return ""
    if words and not re.fullmatch("[a-z][a-z0-9_]{0,40}", words):
        raise UsageError(f"HESHU_SEARCH_WORDS 应为jieba，或服务器上分词器的名称，如 smartcn、ik_smart，而不是“{words}”")
    return words


def _without_secret(url: str) -> str:
    return url.rpartition("@")[2] if "@" in url else url
