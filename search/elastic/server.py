"""Talks to Elasticsearch 8.19 and 9.x through the official client, and turns what goes wrong into our errors.

A client of either major version serves servers of both: what it declares to speak (its compatibility header) is set
by ourselves, as a client of its own accord speaks the newest language it knows, which an older server refuses.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from inspect import signature
from threading import Lock
from typing import Any

from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout, TlsError, Transport, TransportApiResponse, TransportError
from elasticsearch import ApiError, Elasticsearch, ElasticsearchWarning, UnsupportedProductError

from search.elastic.settings import ServerSettings
from search.problems import SearchServerError, SearchServerReadOnlyError, SearchServerVersionError

_JSON = {"accept": "application/json", "content-type": "application/json"}
_LINES = {"accept": "application/json", "content-type": "application/x-ndjson"}
_RETRIED = (429, 502, 503, 504)
_REASON = 300
"""Characters of the server's own words."""
_PAUSES: dict[str, Any] = (
    {"retry_backoff_base": 0.1, "retry_backoff_cap": 2.0}
    if "retry_backoff_base" in signature(Elasticsearch).parameters
    else {}
)
"""The 8.19 client asks again at once; it knows no pauses."""
_COMPATIBLE = re.compile(r"compatible-with=\d+")

warnings.filterwarnings("ignore", category=ElasticsearchWarning)
"""What a server hints to its administrator (security is off …) is nothing for a reviewer's terminal."""


class StatusError(SearchServerError):
    """The server refuses a request; ``kind`` is its own word for why (an index was closed, it holds too many …)."""

    def __init__(self, address: str, status: int, kind: str, reason: str) -> None:
        super().__init__(f"{address} 不接受请求（{status} {kind}：{reason[:_REASON]}）")
        self.status = status
        self.kind = kind


class OverloadedError(SearchServerError):
    """The server has no memory or no thread free just now; what was sent may be sent again later."""


class Server:
    """One server. Safe to share between threads; connects at the first request."""

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        self.client = client_of(settings)
        self._lock = Lock()
        self._checked = False

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
        return self._send(method, path, body)

    def bulk(self, path: str, lines: bytes) -> dict[str, Any]:
        """The answer to a bulk request; its items may have failed one by one.

        Raises:
            OverloadedError: the server takes none of it just now.
        """
        self._check()
        return self._send("POST", path, lines, _LINES)

    def _check(self) -> None:
        """Once: is it an Elasticsearch that we speak?"""
        with self._lock:
            if self._checked:
                return
            info = self._send("GET", "/", None)
            number = str(info.get("version", {}).get("number", "?"))
            if not _is_spoken(number):
                raise SearchServerVersionError(f"{self.settings.address} 的版本是 {number}")
            self._checked = True

    def _send(self, method: str, path: str, body: Any, headers: Mapping[str, str] = _JSON) -> dict[str, Any]:
        try:
            answer = self.client.perform_request(method, path, headers=headers, body=body).body
        except TransportError as error:
            raise self._unreachable(error) from error
        except UnsupportedProductError as error:
            raise SearchServerVersionError(f"{self.settings.address} 不是 Elasticsearch") from error
        except ApiError as error:
            raise self._refused(error.meta.status, error.body) from error
        return answer if isinstance(answer, dict) else {}

    def _unreachable(self, error: TransportError) -> SearchServerError:
        where = self.settings.address
        if isinstance(error, TlsError):
            return SearchServerError(f"{where} 的证书未通过验证，请用 HESHU_SEARCH_CA 指定本单位的根证书")
        if isinstance(error, ConnectionTimeout):
            return SearchServerError(f"{where} 在 {self.settings.timeout_seconds:g} 秒内没有应答")
        if isinstance(error, Unreachable):
            return SearchServerError(f"无法连接 {where}")
        return SearchServerError(f"{where}（{error.message}）")

    def _refused(self, status: int, body: object) -> Exception:
        error = body.get("error", {}) if isinstance(body, dict) else {}
        kind = str(error.get("type", "")) if isinstance(error, dict) else ""
        reason = str(error.get("reason", "")) if isinstance(error, dict) else str(error)
        if status in (401, 403) and kind != "cluster_block_exception":
            return SearchServerError(f"{self.settings.address} 拒绝访问（{status}），请检查密钥或账号的权限")
        if kind == "cluster_block_exception":
            return SearchServerReadOnlyError(f"{self.settings.address}（{reason}）")
        if kind == "media_type_header_exception":
            return SearchServerVersionError(f"{self.settings.address} 不接受 HESHU_SEARCH_API={self.settings.api}")
        if status in _RETRIED:
            problem = OverloadedError if status == 429 else SearchServerError
            return problem(f"{self.settings.address} 过载或暂不可用（{status} {reason}）")
        return StatusError(self.settings.address, status, kind, reason)


def client_of(settings: ServerSettings) -> Elasticsearch:
    """The official client for a server: it keeps connections, tries again, checks certificates and the product."""
    https = settings.scheme == "https"
    safety: dict[str, Any] = {"verify_certs": True, "ca_certs": settings.ca_certs} if settings.ca_certs else {}
    return Elasticsearch(
        f"{settings.scheme}://{settings.host}:{settings.port}{settings.path_prefix}",
        transport_class=_speaking(settings.api),
        headers={"authorization": settings.authorization} if settings.authorization else {},
        request_timeout=settings.timeout_seconds,
        max_retries=3,
        retry_on_status=_RETRIED,
        **_PAUSES,
        **(safety if https else {}),
    )


def _speaking(api: str) -> type[Transport]:
    """A transport whose requests declare that version of the API, whatever the client's own is."""

    class Declaring(Transport):
        def perform_request(
            self, method: str, target: str, *, headers: Any = None, **given: Any
        ) -> TransportApiResponse:
            declared = {
                name: _COMPATIBLE.sub(f"compatible-with={api}", str(value)) for name, value in (headers or {}).items()
            }
            return super().perform_request(method, target, headers=declared, **given)

    return Declaring


def _is_spoken(number: str) -> bool:
    parts = number.split(".")
    if len(parts) < 2 or not all(part.isdigit() for part in parts[:2]):
        return False
    major, minor = int(parts[0]), int(parts[1])
    return (8, 19) <= (major, minor) < (10, 0)
