# SPDX-License-Identifier: EUPL-1.2
"""Content credentials (C2PA) by c2pa-python: sign a file as the very last step, and read what a file says of itself.

Re-encoding and even copying streams removes them, so nothing may touch a file after this (research page `publish`, 2).
"""

import hashlib
import json
import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import c2pa

from pipeline.errors import ConfigError, EngineError

SOURCE_TYPES: Final = frozenset(
    f"http://cv.iptc.org/newscodes/digitalsourcetype/{name}"
    for name in ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic", "algorithmicMedia")
)
"""The IPTC digital source types that a bulletin can have; the library itself takes any text."""
SUFFIX: Final = {"video/mp4": ".mp4", "image/jpeg": ".jpg"}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a file says of its origin. `state` is "trusted", "valid", "invalid" or "none"; `faults` are codes of the standard."""

    state: str
    issuer: str = ""
    title: str = ""
    source_type: str = ""
    generator: str = ""
    time: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class C2paSigner:
    """Signs with a chain of certificates and its key (PEM, ES256). `fingerprint` names chain and time-stamp server."""

    chain: bytes
    key: bytes
    time_stamp_url: str
    fingerprint: str

    def sign(self, file: Path, media: str, title: str, source_type: str, to: Path) -> bool:
        """Sign a file → a new file; tells whether it has the time stamp asked for. Raises EngineError; then there is no file."""
        if source_type not in SOURCE_TYPES:
            raise EngineError(f"“{source_type}” is no digital source type of a bulletin.", "Look at casting.source_type.")
        manifest = json.dumps(
            {
                "claim_generator_info": [{"name": "newsreel", "version": version("newsreel")}],
                "title": title,
                "format": media,
                "assertions": [
                    {
                        "label": "c2pa.actions.v2",
                        "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": source_type}]},
                    }
                ],
            }
        )
        if self.time_stamp_url:
            try:
                self._sign(file, media, manifest, self.time_stamp_url, to)
            except EngineError:
                to.unlink(missing_ok=True)  # a dead time-stamp server leaves an empty file; the film is signed without
            else:
                return True
        self._sign(file, media, manifest, "", to)
        return not self.time_stamp_url

    def _sign(self, file: Path, media: str, manifest: str, time_stamp_url: str, to: Path) -> None:
        to.unlink(missing_ok=True)
        try:
            given = c2pa.C2paSignerInfo(b"es256", self.chain, self.key, time_stamp_url.encode() or None)
            with (
                c2pa.Signer.from_info(given) as signer,
                c2pa.Builder.from_json(manifest) as builder,
                file.open("rb") as source,
                to.open("w+b") as dest,
            ):
                builder.sign(signer, media, source, dest)
        except (c2pa.C2paError, OSError) as wrong:
            to.unlink(missing_ok=True)
            raise EngineError(
                f"{file.name} cannot be signed: {_first(str(wrong))}.", "Check the keys and certificates in [provenance] keys."
            ) from wrong
        if credentials(to).state not in ("valid", "trusted"):
            to.unlink(missing_ok=True)
            raise EngineError(
                "The signature just made is not valid.", "The certificate may not fit: `newsreel keys init` shows one that does."
            )


def open_signer(folder: Path, time_stamp_url: str) -> C2paSigner | None:
    """Open the keys of a folder; None where there is no such folder. Raises ConfigError where it is incomplete."""
    if not folder.exists():
        return None
    try:
        chain, key = (folder / "chain.pem").read_bytes(), (folder / "key.pem").read_bytes()
    except OSError as wrong:
        raise ConfigError(
            f"[provenance] keys: {wrong.filename} cannot be read: {wrong.strerror}.", "`newsreel keys init` makes both files."
        ) from wrong
    digest = hashlib.sha256(chain).hexdigest()[:16]
    return C2paSigner(chain, key, time_stamp_url, f"c2pa/{version('c2pa-python')}/{digest}/{time_stamp_url}")


def credentials(file: Path, anchors: bytes = b"") -> Credentials:
    """Read and check what a file says of its origin; `anchors` are root certificates (PEM) that are trusted."""
    settings: dict[str, object] = {"verify": {"verify_trust": bool(anchors)}}
    if anchors:
        settings["trust"] = {"user_anchors": anchors.decode()}
    try:
        context = c2pa.Context.from_dict(settings)
        with context, c2pa.Reader(str(file), context=context) as reader:
            form = json.loads(reader.json())
    except c2pa.C2paError as wrong:
        said = str(wrong)
        if "ManifestNotFound" in said or "no JUMBF" in said:
            return Credentials("none")
        return Credentials("invalid", faults=(_first(said),))
    active = form.get("manifests", {}).get(form.get("active_manifest", ""), {})
    actions = [a for one in active.get("assertions", ()) for a in one.get("data", {}).get("actions", ())]
    signature = active.get("signature_info", {})
    generator: dict[str, object] = next(iter(active.get("claim_generator_info", ())), {})
    faults = form.get("validation_results", {}).get("activeManifest", {}).get("failure", ())
    return Credentials(
        state=str(form.get("validation_state", "invalid")).lower(),
        issuer=str(signature.get("issuer", "")),
        title=str(active.get("title", "")),
        source_type=next((str(a["digitalSourceType"]) for a in actions if "digitalSourceType" in a), ""),
        generator=f"{generator.get('name', '')} {generator.get('version', '')}".strip(),
        time=str(signature.get("time", "")),
        faults=tuple(str(fault.get("code", "")) for fault in faults),
    )


def _first(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:160].rstrip(".")
