"""Signing in with the office's own OpenID Connect provider, by configuration; accounts are still made here.

``HESHU_OIDC_ISSUER``, ``HESHU_OIDC_CLIENT_ID``, ``HESHU_OIDC_CLIENT_SECRET``; ``HESHU_OIDC_NAME`` is what the button
says, ``HESHU_OIDC_CLAIM`` the claim that holds the login here (``preferred_username``). Nobody else is asked.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import OAuth2Client
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from desk.web.door import own_address, with_session
from desk.web.serve import office_of, show
from pipeline.problems import EngineMissingError

_COOKIE = "heshu_oidc"
_LASTS = 600
_SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider of an office."""

    issuer: str
    client_id: str
    client_secret: str
    name: str = "统一身份认证"
    claim: str = "preferred_username"


class RefusedError(Exception):
    """The provider's answer does not hold; the words are for the log and the page."""


def provider_from(environment: Mapping[str, str] = os.environ) -> Provider | None:
    """The provider that the environment names, or None.

    Raises:
        EngineMissingError: it is named in part only.
    """
    issuer = environment.get("HESHU_OIDC_ISSUER", "")
    if not issuer:
        return None
    client, secret = environment.get("HESHU_OIDC_CLIENT_ID", ""), environment.get("HESHU_OIDC_CLIENT_SECRET", "")
    if not client or not secret:
        raise EngineMissingError("HESHU_OIDC_CLIENT_ID 和 HESHU_OIDC_CLIENT_SECRET 须与 HESHU_OIDC_ISSUER 一起设置")
    name = environment.get("HESHU_OIDC_NAME", "") or "统一身份认证"
    claim = environment.get("HESHU_OIDC_CLAIM", "") or "preferred_username"
    return Provider(issuer.rstrip("/"), client, secret, name, claim)


def oidc_router(provider: Provider) -> APIRouter:
    """The two routes: off to the provider, and back from it."""
    router = APIRouter(prefix="/sign-in/oidc")

    @router.get("")
    def leave(request: Request, then: str = "/") -> Response:
        """To the provider, with a state that only this browser knows."""
        try:
            found = _discover(provider)
        except RefusedError as error:
            return _refused(request, str(error))
        nonce, verifier = generate_token(30), generate_token(60)
        with _client(provider, request) as client:
            address, state = client.create_authorization_url(
                found["authorization_endpoint"], nonce=nonce, code_verifier=verifier
            )
        response = RedirectResponse(address, status_code=303)
        kept = json.dumps({"state": state, "nonce": nonce, "verifier": verifier, "then": own_address(then)})
        secure = request.url.scheme == "https"
        response.set_cookie(_COOKIE, kept.encode().hex(), max_age=_LASTS, httponly=True, samesite="lax", secure=secure)
        return response

    @router.get("/back")
    def back(request: Request, code: str = "", state: str = "") -> Response:
        """Back with a code: exchanged for a signed token, whose person must have an account here."""
        try:
            kept = json.loads(bytes.fromhex(request.cookies.get(_COOKIE, "")).decode() or "{}")
            if not code or not kept or state != kept.get("state"):
                raise RefusedError("登录请求已过期，请重新登录")
            login = _login(provider, request, code, kept)
        except (RefusedError, ValueError) as error:
            return _refused(request, str(error) if isinstance(error, RefusedError) else "登录请求已过期，请重新登录")
        secret = office_of(request).door.enter(login, provider.name)
        if secret is None:
            return _refused(request, f"{provider.name}已确认您的身份（{login}），但这里还没有该账号，请联系管理员")
        response = with_session(request, RedirectResponse(own_address(kept["then"]), status_code=303), secret)
        response.delete_cookie(_COOKIE)
        return response

    return router


def _client(provider: Provider, request: Request) -> OAuth2Client:
    return OAuth2Client(
        provider.client_id,
        provider.client_secret,
        scope="openid profile",
        redirect_uri=str(request.url_for("back")),
        code_challenge_method="S256",
        timeout=10,
    )


def _is_issuer(said: object, provider: Provider) -> bool:
    """Whether this names the provider; some of them end their own name with a slash."""
    return isinstance(said, str) and said.rstrip("/") == provider.issuer


def _discover(provider: Provider) -> dict[str, Any]:
    try:
        answer = httpx.get(f"{provider.issuer}/.well-known/openid-configuration", timeout=10)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise RefusedError(f"{provider.name}暂时无法访问，请稍后再试或使用本地账号") from error
    if not _is_issuer(found.get("issuer"), provider):
        raise RefusedError(f"{provider.name}的配置与发行者不符")
    return found


def _login(provider: Provider, request: Request, code: str, kept: Mapping[str, str]) -> str:
    found = _discover(provider)
    try:
        with _client(provider, request) as client:
            token = client.fetch_token(found["token_endpoint"], code=code, code_verifier=kept["verifier"])
        keys = KeySet.import_key_set(httpx.get(found["jwks_uri"], timeout=10).raise_for_status().json())
        claims = jwt.decode(token["id_token"], keys, algorithms=_SIGNED_WITH).claims
    except (httpx.HTTPError, JoseError, KeyError, ValueError) as error:
        raise RefusedError(f"{provider.name}没有确认您的身份") from error
    except Exception as error:  # authlib raises its own kinds for each answer of the provider
        raise RefusedError(f"{provider.name}拒绝了登录") from error
    audience = claims.get("aud")
    right = (
        _is_issuer(claims.get("iss"), provider)
        and provider.client_id in (audience if isinstance(audience, list) else [audience])
        and claims.get("nonce") == kept["nonce"]
        and float(claims.get("exp", 0)) > time.time()
    )
    login = claims.get(provider.claim)
    if not right or not isinstance(login, str) or not login:
        raise RefusedError(f"{provider.name}的凭据无效")
    return login


def _refused(request: Request, words: str) -> Response:
    provider: Provider = request.app.state.provider
    return show(request, "sign-in.html", 401, then="/", problem=words, login="", oidc=provider.name)
