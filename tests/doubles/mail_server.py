# SPDX-License-Identifier: EUPL-1.2
"""A small mail server on the loopback address: real sockets, real STARTTLS, real AUTH. `mails` holds what it took."""

import base64
import email
import email.policy
import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for localhost and its key → (certificate, key)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    crt, pem = folder / "mail.crt", folder / "mail.key"
    crt.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    pem.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return crt, pem


@dataclass
class Mail:
    """One mail as it arrived, with the envelope's addresses and whether it came encrypted and with a login."""

    to: list[str]
    message: EmailMessage
    encrypted: bool
    user: str


@dataclass
class MailServer:
    """Runs while the `with` block does. `refuse` names addresses that it does not take; `down` answers 451 to every mail."""

    tls: tuple[Path, Path] | None = None
    password: str = ""
    refuse: tuple[str, ...] = ()
    down: bool = False
    mails: list[Mail] = field(default_factory=list)

    def __enter__(self) -> "MailServer":
        server = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                server.talk(self)

        self.listener = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self.listener.daemon_threads = True
        self.port = self.listener.server_address[1]
        threading.Thread(target=self.listener.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None) -> None:
        self.listener.shutdown()
        self.listener.server_close()

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        encrypted, user, to = False, "", []

        def say(*texts: str) -> None:
            for text in texts:
                line.wfile.write(f"{text}\r\n".encode())

        say("220 localhost ready")
        while asked := line.rfile.readline().decode().strip():
            word = asked.split()[0].upper()
            if word == "EHLO":
                say("250-localhost", *(["250-STARTTLS"] if self.tls and not encrypted else []), "250 AUTH PLAIN")
            elif word == "STARTTLS" and self.tls:
                say("220 go ahead")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(*self.tls)
                line.connection = context.wrap_socket(line.connection, server_side=True)
                line.rfile, line.wfile = line.connection.makefile("rb"), line.connection.makefile("wb", buffering=0)
                encrypted = True
            elif word == "AUTH":
                _, user, given = base64.b64decode(asked.split()[2]).decode().split("\0")
                say("235 in" if given == self.password else "535 wrong password")
            elif word == "RCPT":
                address = asked.partition("<")[2].partition(">")[0]
                to.append(address)
                say("550 unknown" if address in self.refuse else "250 fine")
            elif word == "DATA":
                say("354 go on")
                body = b""
                while (part := line.rfile.readline()) != b".\r\n":
                    body += part
                message = email.message_from_bytes(body, policy=email.policy.default)
                if not self.down:
                    self.mails.append(Mail(to, message, encrypted, user))  # type: ignore[arg-type]
                say("451 not now" if self.down else "250 taken")
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say("250 fine")
