"""Signing in through an OpenID Connect provider: a real one on loopback, small, with real keys."""

from __future__ import annotations

import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn
from fastapi import FastAPI, Form
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from desk.office import Office
from desk.web import make_app
from desk.web.oidc import Provider, provider_from
from pipeline.problems import EngineMissingError

DOCS = Path(__file__).parents[3] / "docs" / "desk.md"


@dataclass
class Idp:
    """The provider: what it was asked, and what it will claim."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signer: RSAKey | None = None
    challenge: str = ""
    secret_seen: str = ""

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        def found() -> dict[str, str]:
            here = self.issuer.rstrip("/")
            return {
                "issuer": self.issuer, "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token", "jwks_uri": f"{here}/keys",
            }  # fmt: skip

        @app.get("/keys")
        def keys() -> dict[str, Any]:
            return {"keys": [self.key.as_dict(private=False)]}

        @app.post("/token")
        def token(code: str = Form(), code_verifier: str = Form()) -> dict[str, str]:
            digest = urlsafe_b64encode(sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
            assert (code, digest) == ("the-code", self.challenge)
            signed = jwt.encode({"alg": "RS256", "kid": "one"}, self.claims, self.signer or self.key)
            return {"access_token": "a", "token_type": "Bearer", "id_token": signed}

        return app


@pytest.fixture
def idp() -> Iterator[Idp]:
    made = Idp()
    server = uvicorn.Server(uvicorn.Config(made.app(), host="127.0.0.1", port=0, log_level="error"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    made.issuer = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield made
    server.should_exit = True
    thread.join(5)


def _go(idp: Idp, office: Office, provider: Provider | None = None, **claims: Any):  # type: ignore[no-untyped-def]
    provider = provider or Provider(idp.issuer.rstrip("/"), "desk", "secret")
    client = TestClient(make_app(office, provider=provider), base_url="http://127.0.0.1", follow_redirects=False)
    left = client.get("/sign-in/oidc", params={"then": "/figures"})
    asked = {key: each[0] for key, each in parse_qs(urlsplit(left.headers["location"]).query).items()}
    assert left.headers["location"].startswith(f"{provider.issuer}/authorize?")
    assert (asked["client_id"], asked["code_challenge_method"]) == (provider.client_id, "S256")
    idp.challenge = asked["code_challenge"]
    idp.claims = {
        "iss": idp.issuer, "aud": provider.client_id, "nonce": asked["nonce"], "exp": int(time.time()) + 60,
        "preferred_username": "reviewer", **claims,
    }  # fmt: skip
    return client, client.get("/sign-in/oidc/back", params={"code": "the-code", "state": asked["state"]})


def test_somebody_with_an_account_comes_in_and_goes_where_they_wanted(idp: Idp, office: Office) -> None:
    client, back = _go(idp, office)
    assert (back.status_code, back.headers["location"]) == (303, "/figures")
    assert client.get("/figures").status_code == 200
    assert any("统一身份认证" in event.what for event in office.store.history())


def test_what_the_page_says_to_set_signs_a_person_in(idp: Idp, office: Office) -> None:
    """The documented settings as they stand, at this provider, whose own name ends with a slash as theirs does."""
    settings = dict(re.findall(r"^(HESHU_OIDC_\w+)=(.+)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(settings) == 5
    assert settings["HESHU_OIDC_ISSUER"].endswith("/")
    idp.issuer += "/"
    provider = provider_from({**settings, "HESHU_OIDC_ISSUER": idp.issuer})
    assert provider is not None
    assert (provider.name, provider.claim) == ("统一身份认证", "preferred_username")
    client, back = _go(idp, office, provider)
    assert (back.status_code, client.get("/figures").status_code) == (303, 200)


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "stranger"}, {"aud": "another"}, {"nonce": "old"}, {"exp": 1},
        {"iss": "http://evil.example"}, {"preferred_username": None},
    ],
)  # fmt: skip
def test_whatever_does_not_hold_is_refused(idp: Idp, office: Office, claims: dict[str, Any]) -> None:
    client, back = _go(idp, office, **claims)
    assert back.status_code == 401
    assert "heshu_session" not in client.cookies


def test_a_token_signed_by_somebody_else_is_refused(idp: Idp, office: Office) -> None:
    idp.signer = RSAKey.generate_key(2048, {"kid": "one"})
    client, back = _go(idp, office)
    assert back.status_code == 401
    assert "heshu_session" not in client.cookies


def test_an_answer_to_a_question_nobody_asked_is_refused(idp: Idp, office: Office) -> None:
    client, _ = _go(idp, office)
    fresh = TestClient(client.app, base_url="http://127.0.0.1", follow_redirects=False)
    assert fresh.get("/sign-in/oidc/back", params={"code": "the-code", "state": "x"}).status_code == 401


def test_the_provider_comes_from_the_environment_whole_or_not_at_all() -> None:
    assert provider_from({}) is None
    with pytest.raises(EngineMissingError):
        provider_from({"HESHU_OIDC_ISSUER": "https://id.example"})
    given = {"HESHU_OIDC_ISSUER": "https://id.example/", "HESHU_OIDC_CLIENT_ID": "a", "HESHU_OIDC_CLIENT_SECRET": "b"}
    assert provider_from(given) == Provider("https://id.example", "a", "b")
