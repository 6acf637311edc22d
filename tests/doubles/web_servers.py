# SPDX-License-Identifier: EUPL-1.2
"""nginx and Apache as they come with Debian, on loopback, each with the rules that newsreel ships and nothing else.

Started by root they serve as www-data: what they show must lie where everybody may look.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MODULES = Path("/usr/lib/apache2/modules")
INSTALLED = tuple(name for name in ("nginx", "apache2") if shutil.which(name) or Path("/usr/sbin", name).exists())


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _nginx(folder: Path, root: Path, rules: str, port: int) -> list[str]:
    (folder / "rules.conf").write_text(rules, encoding="utf-8")
    temporary = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"{'user www-data;' if os.geteuid() == 0 else ''} daemon off; pid {folder}/pid;\n"
        f"error_log {folder}/error.log warn; events {{}}\n"
        f"http {{ access_log off; {temporary}\n"
        f"server {{ listen 127.0.0.1:{port}; root {root};\ninclude {folder}/rules.conf;\n}} }}\n",
        encoding="utf-8",
    )
    return ["nginx", "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]


def _apache(folder: Path, root: Path, rules: str, port: int, below: str) -> list[str]:
    (root / below / ".htaccess").write_text(rules, encoding="utf-8")
    names = ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "setenvif")
    modules = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in names)
    (folder / "apache.conf").write_text(
        f"{modules}ServerRoot {folder}\nServerName 127.0.0.1\nPidFile {folder}/pid\nErrorLog {folder}/error.log\n"
        f"TypesConfig /dev/null\nListen 127.0.0.1:{port}\nDocumentRoot {root}\nStartServers 1\nDefaultRuntimeDir {folder}\n"
        f"{'User www-data' if os.geteuid() == 0 else ''}\n"
        f"<Directory {root}>\nAllowOverride FileInfo Indexes Options\n"
        f"Options FollowSymLinks\nRequire all granted\n</Directory>\n",
        encoding="utf-8",
    )
    return ["apache2", "-D", "FOREGROUND", "-f", f"{folder}/apache.conf"]


@contextmanager
def web_server(program: str, folder: Path, root: Path, rules: str, below: str) -> Iterator[str]:
    """Serve `root`, whose folder `below` holds what was published → its address; what the server complained of is raised."""
    port = _free_port()
    folder.mkdir()
    command = _nginx(folder, root, rules, port) if program == "nginx" else _apache(folder, root, rules, port, below)
    command[0] = shutil.which(command[0]) or f"/usr/sbin/{command[0]}"
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None:
                said = process.stderr.read() if process.stderr else ""
                log = folder / "error.log"
                raise RuntimeError(f"{program} ended: {said}\n{log.read_text() if log.exists() else ''}")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/{below}"
    finally:
        process.terminate()
        process.communicate(timeout=20)
