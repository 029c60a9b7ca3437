"""Talks to Elasticsearch 8.19 and 9.x alike, and turns what goes wrong into our errors.

The official client refuses servers of another major version (its compatibility header), so we speak through its
transport, with plain JSON, which both understand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout, NodeConfig, TlsError, Transport, TransportError

from search.elastic.settings import ServerSettings
from search.problems import SearchServerError, SearchServerReadOnlyError, SearchServerVersionError

_JSON = {"accept": "application/json", "content-type": "application/json"}
_LINES = {"accept": "application/json", "content-type": "application/x-ndjson"}
_RETRIED = (429, 502, 503, 504)


class StatusError(Exception):
    """The server answered with an error status; ``kind`` is its own word for it."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"{status} {kind}: {reason}")
        self.status = status
        self.kind = kind


class Server:
    """One server. Safe to share between threads; connects at the first request."""

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        self._lock = Lock()
        self._checked = False
        self._transport = Transport(
            [_node(settings)], max_retries=3, retry_on_status=_RETRIED, retry_backoff_base=0.1, retry_backoff_cap=2.0
        )

    def get(self, path: str) -> dict[str, Any]:
        """The answer to a GET."""
        return self.call("GET", path)

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The answer to a request.

        Raises:
            StatusError: the server refuses this request.
            SearchServerError: it can't be reached, does not let us in, or is of a version we don't speak.
        """
        self._check()
        return self._send(method, path, json.dumps(body, ensure_ascii=False).encode() if body is not None else None)

    def bulk(self, path: str, lines: Iterable[bytes]) -> dict[str, Any]:
        """The answer to a bulk request; its items may have failed one by one."""
        self._check()
        return self._send("POST", path, b"\n".join([*lines, b""]), _LINES)

    def _check(self) -> None:
        """Once: is it an Elasticsearch that we speak?"""
        with self._lock:
            if self._checked:
                return
            info = self._send("GET", "/", None)
            number = str(info.get("version", {}).get("number", "?"))
            if not _is_spoken(number) or "opensearch" in str(info.get("version", {}).get("distribution", "")):
                raise SearchServerVersionError(f"{self.settings.address} 的版本是 {number}")
            self._checked = True

    def _send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str] = _JSON) -> dict[str, Any]:
        secret = {"authorization": self.settings.authorization} if self.settings.authorization else {}
        try:
            answer = self._transport.perform_request(method, path, body=body, headers={**headers, **secret})
        except TransportError as error:
            raise self._unreachable(error) from error
        status = answer.meta.status
        found = answer.body if isinstance(answer.body, dict) else {}
        if status >= 400:
            raise self._refused(status, found)
        return found

    def _unreachable(self, error: TransportError) -> SearchServerError:
        where = self.settings.address
        if isinstance(error, TlsError):
            return SearchServerError(f"{where} 的证书未通过验证，请用 HESHU_SEARCH_CA 指定本单位的根证书")
        if isinstance(error, ConnectionTimeout):
            return SearchServerError(f"{where} 在 {self.settings.timeout_seconds:g} 秒内没有应答")
        if isinstance(error, Unreachable):
            return SearchServerError(f"无法连接 {where}")
        return SearchServerError(f"{where}（{error.message}）")

    def _refused(self, status: int, body: Mapping[str, Any]) -> Exception:
        error = body.get("error", {})
        kind = str(error.get("type", "")) if isinstance(error, dict) else ""
        reason = str(error.get("reason", "")) if isinstance(error, dict) else str(error)
        if status in (401, 403) and kind != "cluster_block_exception":
            return SearchServerError(f"{self.settings.address} 拒绝访问（{status}），请检查密钥或账号的权限")
        if kind == "cluster_block_exception":
            return SearchServerReadOnlyError(f"{self.settings.address}（{reason}）")
        if status in _RETRIED:
            return SearchServerError(f"{self.settings.address} 过载或暂不可用（{status} {reason}）")
        return StatusError(status, kind, reason)


def _node(settings: ServerSettings) -> NodeConfig:
    https = settings.scheme == "https"
    return NodeConfig(
        settings.scheme,
        settings.host,
        settings.port,
        path_prefix=settings.path_prefix,
        request_timeout=settings.timeout_seconds,
        http_compress=False,
        verify_certs=https or None,
        ca_certs=settings.ca_certs if https else None,
    )


def _is_spoken(number: str) -> bool:
    parts = number.split(".")
    if len(parts) < 2 or not all(part.isdigit() for part in parts[:2]):
        return False
    major, minor = int(parts[0]), int(parts[1])
    return (8, 19) <= (major, minor) < (10, 0)
