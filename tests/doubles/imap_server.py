# SPDX-License-Identifier: EUPL-1.2
"""A small IMAP server on the loopback address: TLS, one user, folders of mails; it notes every command that it was given."""

import datetime as dt
import re
import socketserver
import ssl
import threading
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(folder: Path) -> Path:
    """Write a certificate for localhost, key included → its file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "localhost.pem"
    plain = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(plain + made.public_bytes(serialization.Encoding.PEM))
    return file


class ImapServer:
    """Serves `folders` (name → UID → mail) to presse/geheim while the `with` block runs; `heard` are its commands."""

    def __init__(self, pem: Path, folders: dict[str, dict[int, bytes]], can_move: bool = True) -> None:
        self.folders = folders
        self.heard: list[str] = []
        self.can_move = can_move
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        owner = self

        class Talk(socketserver.StreamRequestHandler):
            def setup(self) -> None:
                self.request = context.wrap_socket(self.request, server_side=True)
                super().setup()

            def handle(self) -> None:
                Conversation(owner, self).hold()

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_given: object) -> None:
                """A client that does not trust the certificate hangs up; that is its right."""

        self.server = Server(("127.0.0.1", 0), Talk)
        self.port = self.server.server_address[1]

    def __enter__(self) -> "ImapServer":
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()


class Conversation:
    """One client: reads a command a line, answers it."""

    def __init__(self, server: ImapServer, talk: socketserver.StreamRequestHandler) -> None:
        self.server = server
        self.talk = talk
        self.folder = ""

    def say(self, text: bytes) -> None:
        self.talk.wfile.write(text)

    def hold(self) -> None:
        move = b" MOVE" if self.server.can_move else b""
        self.say(b"* OK [CAPABILITY IMAP4rev1" + move + b"] ready\r\n")
        while line := self.talk.rfile.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            self.server.heard.append(re.sub(r"LOGIN .*", "LOGIN", rest))
            word = rest.upper()
            if word.startswith("CAPABILITY"):
                self.say(b"* CAPABILITY IMAP4rev1" + move + b"\r\n")
            elif word.startswith("LOGIN") and "geheim" not in rest:
                self.say(f"{tag} NO wrong password\r\n".encode())
                continue
            elif word.startswith(("SELECT", "EXAMINE")):
                self.folder = rest.split('"')[1]
                if self.folder not in self.server.folders:
                    self.say(f"{tag} NO no such folder\r\n".encode())
                    continue
                self.say(f"* {len(self.server.folders[self.folder])} EXISTS\r\n".encode())
            elif word.startswith("UID"):
                self.by_number(rest)
            elif word.startswith("LOGOUT"):
                self.say(f"* BYE\r\n{tag} OK\r\n".encode())
                return
            self.say(f"{tag} OK done\r\n".encode())

    def by_number(self, rest: str) -> None:
        mails = self.server.folders[self.folder]
        _, what, numbers = rest.split(" ", 2)
        if what == "SEARCH":
            fits = [str(n) for n, mail in mails.items() if self.matches(mail, numbers)]
            self.say(f"* SEARCH {' '.join(fits)}\r\n".encode())
        elif what == "FETCH":
            number = int(numbers.split()[0])
            if "SIZE" in numbers:
                self.say(f"* 1 FETCH (UID {number} RFC822.SIZE {len(mails[number])})\r\n".encode())
            else:
                self.say(f"* 1 FETCH (UID {number} BODY[] {{{len(mails[number])}}}\r\n".encode() + mails[number] + b")\r\n")
        elif what == "MOVE":
            given, folder = numbers.split(" ", 1)
            for number in map(int, given.split(",")):
                self.server.folders[folder.strip('"')][number] = mails.pop(number)

    def matches(self, mail: bytes, asked: str) -> bool:
        read = message_from_bytes(mail)
        sent = parsedate_to_datetime(str(read["Date"])).date()
        for word, text in re.findall(r'(SINCE|BEFORE|FROM) ("[^"]*"|\S+)', asked):
            if word == "FROM" and text.strip('"') not in str(read["From"]):
                return False
            day = dt.datetime.strptime(text, "%d-%b-%Y").date() if word != "FROM" else sent  # noqa: DTZ007 - a day has no zone
            if (word == "SINCE" and sent < day) or (word == "BEFORE" and sent >= day):
                return False
        return True
