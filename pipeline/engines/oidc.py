# SPDX-License-Identifier: EUPL-1.2
"""Single sign-on by OpenID Connect: authorization code with PKCE, the identity token checked with joserfc.

OpenID Connect Core 1.0 section 3.1.3.7 says what is checked; RFC 7636 is PKCE, RFC 9207 the issuer in the answer.
"""

import base64
import hashlib
import json
import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

import httpx2

from pipeline.engines.llm_transport import client, is_loopback
from pipeline.errors import ConfigError, EngineError
from pipeline.settings import OidcSettings

SECONDS: Final = 15.0
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures with the provider's own key; never "none", never a shared secret."""
LEEWAY_SECONDS: Final = 60
MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-on on its way: where the browser goes, and what must come back."""

    url: str
    state: str
    nonce: str
    verifier: str
    redirect: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Whom a sign-on service names."""

    issuer: str
    subject: str
    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provider:
    """One OpenID provider. Its addresses and keys are asked for at each sign-on, so that a changed key is known at once."""

    to: OidcSettings
    secret: str
    proxy: str = ""
    ca_file: str = ""

    def start(self, redirect: str) -> Started:
        """Begin a sign-on that comes back to `redirect`. Raises EngineError where the provider cannot be reached."""
        place = _text(self._described(), "authorization_endpoint")
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code", "client_id": self.to.client_id, "redirect_uri": redirect, "scope": "openid profile",
            "state": state, "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        return Started(f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}", state, nonce, verifier, redirect)

    def finish(self, started: Started, code: str, issuer: str = "") -> Signed:
        """Exchange the code and check the identity token. Raises EngineError for everything that does not fit."""
        if issuer and issuer != self.to.issuer:
            raise EngineError("The answer came from another issuer.", "Sign on again.")
        described = self._described()
        if described.get("issuer") != self.to.issuer:
            raise EngineError("The provider calls itself another issuer.", "Correct [login.oidc] issuer.")
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": started.redirect,
            "client_id": self.to.client_id, "code_verifier": started.verifier,
        }  # fmt: skip
        answer = self._asked("POST", _text(described, "token_endpoint"), form)
        claims = self._claims(_text(answer, "id_token"), self._asked("GET", _text(described, "jwks_uri")), started.nonce)
        subject = str(claims["sub"])
        told = claims
        if self.to.roles_claim not in claims and "userinfo_endpoint" in described and "access_token" in answer:
            more = self._asked("GET", _text(described, "userinfo_endpoint"), bearer=_text(answer, "access_token"))
            told = claims | more if more.get("sub") == subject else claims
        groups = told.get(self.to.roles_claim, [])
        given = groups if isinstance(groups, Sequence) and not isinstance(groups, str) else str(groups).split()
        return Signed(self.to.issuer, subject, str(told.get(self.to.name_claim, "")), tuple(map(str, given)))

    def _claims(self, token: str, keys: dict[str, object], nonce: str) -> dict[str, object]:
        from joserfc import jwt  # 9 MB that a desk without single sign-on does without
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        rules = jwt.JWTClaimsRegistry(
            now=lambda: int(time.time()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.to.issuer},
            aud={"essential": True, "value": self.to.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
            rules.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as wrong:
            raise EngineError(f"The identity token does not fit: {type(wrong).__name__}.", "Sign on again.") from wrong
        claims: dict[str, object] = dict(decoded.claims)
        if claims.get("azp", self.to.client_id) != self.to.client_id:
            raise EngineError("The identity token was made for another program.", "Sign on again.")
        return claims

    def _described(self) -> dict[str, object]:
        return self._asked("GET", f"{self.to.issuer.rstrip('/')}/.well-known/openid-configuration")

    def _asked(self, method: str, url: str, form: dict[str, str] | None = None, bearer: str = "") -> dict[str, object]:
        _checked(url)
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
        signing = (self.to.client_id, self.secret) if form is not None and self.secret else None
        try:
            with client(url, SECONDS, self.proxy, self.ca_file) as http:
                answer = http.request(method, url, data=form, headers=headers, auth=signing)
                if not answer.is_success or len(answer.content) > MOST_BYTES:
                    raise EngineError(f"The sign-on service answered {answer.status_code}.", "Sign on again.")
                told = json.loads(answer.content)
        except (httpx2.HTTPError, ValueError, RecursionError) as wrong:
            raise EngineError(f"The sign-on service cannot be reached: {type(wrong).__name__}.", "Try again later.") from wrong
        if not isinstance(told, dict):
            raise EngineError("The sign-on service gave no JSON object.", "Correct [login.oidc] issuer.")
        return told


def open_provider(to: OidcSettings, proxy: str = "", ca_file: str = "") -> Provider | None:
    """Open the provider of the configuration, None where single sign-on is off. Raises ConfigError."""
    if not to.issuer:
        return None
    if not to.client_id:
        raise ConfigError("[login.oidc] names an issuer, but no client_id.", "Register newsreel there and enter its client_id.")
    try:
        _checked(to.issuer)
    except EngineError as wrong:
        raise ConfigError(wrong.message, "Correct [login.oidc] issuer.") from wrong
    return Provider(to, os.environ.get(to.client_secret_env, ""), proxy, ca_file)


def _checked(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise EngineError(f"The sign-on service is not encrypted: {parts.scheme}://{parts.hostname}.", "It must use https.")


def _text(form: dict[str, object], key: str) -> str:
    value = form.get(key)
    if not isinstance(value, str) or not value:
        raise EngineError(f"The sign-on service does not say its {key}.", "Correct [login.oidc] issuer.")
    return value
