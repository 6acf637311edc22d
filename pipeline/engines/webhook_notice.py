# SPDX-License-Identifier: EUPL-1.2
"""Notices as JSON to one web address (a chat, a ticket system). No redirect is followed."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2

from pipeline.engines.llm_transport import client, is_loopback
from pipeline.errors import ConfigError, TargetError
from pipeline.ports import Notice

SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class WebhookNotice:
    """Posts to `url`; with a `secret` each body is signed."""

    url: str
    secret: str = ""
    proxy: str = ""
    ca_file: str = ""
    name: str = "webhook"

    def send(self, notice: Notice, deputies: bool) -> None:
        """Post one notice. Raises TargetError for everything but a 2xx answer."""
        form = {"kind": notice.kind, "subject": notice.subject, "text": notice.text, "link": notice.link, "deputies": deputies}
        body = json.dumps(form, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "newsreel"}
        if self.secret:
            headers["X-Newsreel-Signature"] = "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        host = urlsplit(self.url).hostname
        try:
            with client(self.url, SECONDS, self.proxy, self.ca_file) as http:
                answer = http.post(self.url, content=body, headers=headers, follow_redirects=False)
        except httpx2.HTTPError as wrong:
            raise TargetError(f"The webhook at {host} cannot be reached: {type(wrong).__name__}.", "Check [notice].") from wrong
        if not answer.is_success:
            raise TargetError(f"The webhook at {host} answered {answer.status_code}.", "Check [notice] webhook.")


def open_webhook(url: str, secret: str, proxy: str = "", ca_file: str = "") -> WebhookNotice:
    """Check the webhook's address. Raises ConfigError."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise ConfigError("[notice] webhook is no address.", "Write one like https://chat.example/hook.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ConfigError(f"[notice] webhook would write to {parts.hostname} without encryption.", "Use https://.")
    return WebhookNotice(url, secret, proxy, ca_file)
