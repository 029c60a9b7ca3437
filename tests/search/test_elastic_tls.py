"""TLS and keys, before a real node: it has neither, so a small front of our own asks for both."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipeline.ports import Entry
from search import open_index
from search.problems import SearchServerError

pytestmark = pytest.mark.elasticsearch
_KEY = "ApiKey the-right-one"


def _authority(folder: Path) -> tuple[Path, Path]:
    """A certificate that is its own authority, for 127.0.0.1; and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an office")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "ca.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*form))
    return pem, secret


def _front_of(url: str) -> type[BaseHTTPRequestHandler]:
    class Front(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if self.headers.get("authorization") != _KEY:
                self._answer(401, b'{"error": {"type": "security_exception"}}')
                return
            headers = {name: self.headers[name] for name in ("content-type", "accept") if name in self.headers}
            asked = urllib.request.Request(url + self.path, body or None, headers, method=self.command)
            try:
                with urllib.request.urlopen(asked, timeout=30) as answer:
                    self._answer(answer.status, answer.read())
            except urllib.error.HTTPError as error:
                self._answer(error.code, error.read())

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("x-elastic-product", "Elasticsearch")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep the tests' output clean."""

    return Front


@pytest.fixture
def secured(elasticsearch_url: str, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of the front, and the office's authority."""
    authority, key = _authority(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _front_of(elasticsearch_url))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}", authority
    server.shutdown()
    server.server_close()


def test_own_authority_and_key(
    secured: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_entry: Callable[..., Entry]
) -> None:
    url, authority = secured
    monkeypatch.setenv("HESHU_SEARCH_CA", str(authority))
    monkeypatch.setenv("HESHU_SEARCH_API_KEY", "the-right-one")
    index = open_index(tmp_path / "store", url)
    assert index.replace("甲", [make_entry("甲", "数控车床")]) == 1
    assert index.search("车床").total == 1


def test_an_unknown_authority_is_not_trusted(
    secured: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HESHU_SEARCH_API_KEY", "the-right-one")
    with pytest.raises(SearchServerError, match="证书"):
        open_index(tmp_path / "store", secured[0]).search("车床")


def test_a_wrong_key_is_refused(secured: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HESHU_SEARCH_CA", str(secured[1]))
    monkeypatch.setenv("HESHU_SEARCH_API_KEY", "a-wrong-one")
    with pytest.raises(SearchServerError, match="拒绝访问"):
        open_index(tmp_path / "store", secured[0]).search("车床")


def test_a_certificate_of_another_name_is_not_trusted(
    secured: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the office's own authority's, but made out for 127.0.0.1."""
    monkeypatch.setenv("HESHU_SEARCH_CA", str(secured[1]))
    monkeypatch.setenv("HESHU_SEARCH_API_KEY", "the-right-one")
    with pytest.raises(SearchServerError, match="证书"):
        open_index(tmp_path / "store", secured[0].replace("127.0.0.1", "localhost")).search("车床")
