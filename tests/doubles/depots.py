# SPDX-License-Identifier: EUPL-1.2
"""Real servers on loopback for the publishing targets: SFTP (asyncssh), S3 (moto), WebDAV (WsgiDAV on cheroot)."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER, PASSWORD = "web", "geheim"


@dataclass(frozen=True)
class Sftp:
    """An SFTP server: port, and the line that known_hosts needs."""

    port: int
    known: str


@contextmanager
def sftp_server(folder: Path) -> Iterator[Sftp]:
    """Serve a folder by SFTP; every start makes a new host key."""
    import asyncssh

    key = asyncssh.generate_private_key("ssh-ed25519")
    loop = asyncio.new_event_loop()
    started = threading.Event()
    ports: list[int] = []
    servers: list[asyncssh.SSHAcceptor] = []

    class Door(asyncssh.SSHServer):
        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

    class Files(asyncssh.SFTPServer):
        def __init__(self, chan: "asyncssh.SSHServerChannel[bytes]") -> None:
            super().__init__(chan, chroot=str(folder).encode())

    async def serve() -> None:
        server = await asyncssh.listen("127.0.0.1", 0, server_host_keys=[key], server_factory=Door, sftp_factory=Files)
        servers.append(server)
        ports.append(server.get_port())
        started.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    started.wait(10)
    public = key.export_public_key().decode().split()
    try:
        yield Sftp(ports[0], f"[127.0.0.1]:{ports[0]} {public[0]} {public[1]}\n")
    finally:
        loop.call_soon_threadsafe(servers[0].close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


@contextmanager
def s3_server() -> Iterator[str]:
    """Serve a bucket `press` → the endpoint."""
    import boto3
    import httpx2
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    httpx2.post(f"{endpoint}/moto-api/reset")  # moto keeps its buckets beyond a server's life
    client = boto3.client(
        "s3", endpoint_url=endpoint, aws_access_key_id="k", aws_secret_access_key="s", region_name="eu-central-1"
    )
    client.create_bucket(Bucket="press", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    try:
        yield endpoint
    finally:
        client.close()
        server.stop()


@contextmanager
def webdav_server(folder: Path) -> Iterator[str]:
    """Serve a folder by WebDAV → its address."""
    import logging

    from cheroot import wsgi
    from wsgidav.wsgidav_app import WsgiDAVApp

    app = WsgiDAVApp(
        {
            "provider_mapping": {"/dav": str(folder)},
            "http_authenticator": {
                "domain_controller": None,
                "accept_basic": True,
                "accept_digest": False,
                "default_to_digest": False,
            },
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "verbose": 0,
            "logging": {"enable_loggers": []},
            "lock_storage": True,
        }
    )
    logging.getLogger("wsgidav").setLevel(logging.CRITICAL)
    server = wsgi.Server(("127.0.0.1", 0), app)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}/dav"
    finally:
        server.stop()
        thread.join(5)
