# SPDX-License-Identifier: EUPL-1.2
"""The publishing targets beyond this machine, by kind: TargetSettings → Target. Each brings its library when it is asked for."""

import os
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.ports import Target
from pipeline.settings import TargetSettings


def open_remote(to: TargetSettings, path: Callable[[str], Path], ca_file: str, proxy: str) -> Target:
    """Open a target of kind "sftp", "s3", "webdav" or "peertube". Raises ConfigError saying which key to set."""
    name = to.name or to.kind
    if not to.url:
        raise ConfigError(f"The target {name} has no url.", 'Add url = "…" to [[targets]].')
    if to.password_env and to.password_env not in os.environ:
        raise ConfigError(
            f"[[targets]] {name}: the environment variable {to.password_env} is not set.", "Set it, or clear the key."
        )
    password = os.environ.get(to.password_env, "") if to.password_env else ""
    key_file = str(path(to.key_file)) if to.key_file else ""
    known_hosts = str(path(to.known_hosts)) if to.known_hosts else ""
    try:
        if to.kind == "sftp":
            from pipeline.engines.sftp_target import sftp_target

            return sftp_target(name, to.url, to.base_url, password, key_file, known_hosts)
        if to.kind == "s3":
            from pipeline.engines.s3_target import s3_target

            return s3_target(name, to.url, to.endpoint, to.base_url, to.user, password, to.region, ca_file)
    except ModuleNotFoundError as wrong:
        raise ConfigError(f"[[targets]] {name}: {wrong.name} is not installed.", "pip install newsreel[targets]") from None
    if to.kind == "webdav":
        from pipeline.engines.webdav_target import webdav_target

        return webdav_target(name, to.url, to.base_url, to.user, password, ca_file, proxy)
    from pipeline.engines.peertube_target import peertube_target

    return peertube_target(name, to.url, to.user, password, to.channel, ca_file, proxy)
