# SPDX-License-Identifier: EUPL-1.2
"""Notices as plain mail over SMTP."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from pipeline.engines.llm_transport import is_loopback
from pipeline.errors import ConfigError, TargetError
from pipeline.ports import Notice
from pipeline.settings import NoticeSettings

SECONDS = 20.0
"""A mail server that takes longer than this for one answer is treated as down."""


@dataclass(frozen=True, slots=True)
class SmtpNotice:
    """Mail over the server of the configuration; `password` is empty where it asks for none."""

    to: NoticeSettings
    programme: str
    password: str = ""
    ca_file: str = ""
    name: str = "mail"

    def send(self, notice: Notice, deputies: bool) -> None:
        """Send one mail to all addresses. Raises TargetError."""
        message = self._message(notice, deputies)
        try:
            with self._open() as server:
                if self.to.smtp_security == "starttls":
                    server.starttls(context=self._context())
                if self.to.smtp_user:
                    server.login(self.to.smtp_user, self.password)
                refused = server.send_message(message)
        except (smtplib.SMTPException, OSError) as wrong:
            raise TargetError(
                f"The mail server {self.to.smtp_host} did not take a notice: {type(wrong).__name__}.", "Check [notice]."
            ) from wrong
        if refused:
            raise TargetError(f"The mail server refused {', '.join(refused)}.", "Check [notice] to and deputies.")

    def _open(self) -> smtplib.SMTP:
        if self.to.smtp_security == "tls":
            return smtplib.SMTP_SSL(self.to.smtp_host, self.to.smtp_port, timeout=SECONDS, context=self._context())
        return smtplib.SMTP(self.to.smtp_host, self.to.smtp_port, timeout=SECONDS)

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca_file or None)

    def _message(self, notice: Notice, deputies: bool) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = f"[{self.programme}] {notice.subject}"
        message["From"] = self.to.sender
        message["To"] = ", ".join((*self.to.to, *(self.to.deputies if deputies else ())))
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = make_msgid(domain=self.to.sender.rpartition("@")[2] or "localhost")
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notes in answer
        message.set_content(f"{notice.text}\n" + (f"\n{notice.link}\n" if notice.link else ""))
        return message


def open_smtp(to: NoticeSettings, programme: str, password: str, ca_file: str = "") -> SmtpNotice:
    """Check the configuration of mail notices. Raises ConfigError."""
    if not to.to or not to.sender:
        raise ConfigError("[notice] names a mail server, but no sender or nobody to write to.", "Add sender and to.")
    for address in (*to.to, *to.deputies, to.sender):
        if "@" not in address or any(ord(sign) < 33 for sign in address):
            raise ConfigError(f"[notice]: {address!r} is no mail address.", "Correct to, deputies or sender.")
    if to.smtp_security == "none" and not is_loopback(to.smtp_host):
        raise ConfigError(f"[notice] would write to {to.smtp_host} in the open.", 'Set smtp_security = "starttls" or "tls".')
    return SmtpNotice(to, programme, password, ca_file)
