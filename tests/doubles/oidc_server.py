# SPDX-License-Identifier: EUPL-1.2
"""A small OpenID provider over real HTTP: discovery, keys, codes with PKCE, signed tokens; a test can make it lie."""

import base64
import hashlib
import json
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.doubles.listener import Answer, Asked, Listener

CLIENT, SECRET = "newsreel", "geheimnis"
KEY = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
OTHER = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})


@dataclass
class Provider:
    """`person` signs on. `lie` changes claims (None leaves one out), `key` is what tokens are signed with."""

    person: dict[str, object] = field(default_factory=lambda: {"sub": "u-1", "name": "Anna Amt", "groups": ["presse"]})
    lie: dict[str, object] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    alg: str = "RS256"
    only_userinfo: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    issuer: str = ""

    def answer(self, asked: Asked) -> Answer:
        path = urlsplit(asked.path).path
        if path == "/.well-known/openid-configuration":
            places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            form: dict[str, object] = {f"{name}_endpoint": f"{self.issuer}/{place}" for name, place in places.items()}
            return self._json(form | {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"})
        if path == "/keys":
            return self._json({"keys": [KEY.as_dict(private=False)]})
        if path == "/userinfo" and asked.headers.get("Authorization") == "Bearer a-1":
            return self._json(self.person)
        if path == "/token":
            return self._token(asked)
        return 404, {}, b""

    def sign_on(self, url: str, code: str = "c-1") -> str:
        """Play the browser and the person at the provider → the query with which the browser comes back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        self.codes[code] = query
        return f"code={code}&state={query['state']}"

    def _token(self, asked: Asked) -> Answer:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        begun = self.codes.pop(form.get("code", ""), None)
        wanted = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        )
        fits = begun is not None and begun["code_challenge"] == challenge and begun["redirect_uri"] == form["redirect_uri"]
        if not fits or begun is None or asked.headers.get("Authorization") != wanted:
            return 400, {"Content-Type": "application/json"}, b'{"error": "invalid_grant"}'
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": self.issuer, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": begun["nonce"], **self.person, **self.lie,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.only_userinfo:
            claims = {name: value for name, value in claims.items() if name not in ("name", "groups")}
        token = jwt.encode({"alg": self.alg, "kid": "k1"}, claims, self.key, algorithms=[self.alg])
        return self._json({"id_token": token, "access_token": "a-1", "token_type": "Bearer"})

    def _json(self, form: dict[str, object]) -> Answer:
        return 200, {"Content-Type": "application/json"}, json.dumps(form).encode()


def running(provider: Provider) -> Listener:
    """Give the listener of a provider; in its `with` block set `provider.issuer = listener.url`."""
    return Listener(provider.answer)
