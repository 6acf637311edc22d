# SPDX-License-Identifier: EUPL-1.2
"""Files of a bulletin from the store, in ranges as players ask for them, and the desk's own style and script."""

from pathlib import Path
from typing import Final

from starlette.responses import FileResponse, Response

from pipeline.desk import pages
from pipeline.desk.gate import CSP, Ask

STATIC: Final = Path(__file__).parent / "static"
MEDIA: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
PAGE_CSP: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'"
"""For pages of the package, which bring their own style and no script; sandboxed away from the desk."""
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})


def packed(ask: Ask) -> Response:
    """Serve one file of the package that counts. Names come from the package, never from the disk."""
    name = str(ask.request.path_params["file"])
    package = ask.desk.package(ask.bulletin)
    found = next((f for f in package.files if f.name == name), None) if package is not None else None
    if found is None:
        return pages.failure(ask, 404, "Diese Datei gibt es nicht.")
    headers = {"ETag": f'"{found.blob.digest}"', "Cache-Control": "private, no-cache"}
    if name.endswith(".html"):
        headers["Content-Security-Policy"] = PAGE_CSP
    if ask.query("laden") == "1":
        headers["Content-Disposition"] = f'attachment; filename="{ask.bulletin.encode("ascii", "replace").decode()}-{name}"'
    if ask.request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return FileResponse(ask.desk.room.store.path(found.blob), media_type=found.blob.media, headers=headers)


def picture(ask: Ask) -> Response:
    """Serve the picture of a story's item, by the number of its slot."""
    number = str(ask.request.path_params["number"])
    script, _, _ = ask.desk.script(ask.bulletin)
    slots = script.rundown.slots
    shown = (
        slots[int(number) - 1].item.picture if number.isdecimal() and len(number) < 6 and 0 < int(number) <= len(slots) else None
    )
    if shown is None or shown.blob.media not in PICTURES:
        return pages.failure(ask, 404, "Dieses Bild gibt es nicht.")
    headers = {"ETag": f'"{shown.blob.digest}"', "Cache-Control": "private, no-cache"}
    return FileResponse(ask.desk.room.store.path(shown.blob), media_type=shown.blob.media, headers=headers)


def static(ask: Ask) -> Response:
    """Serve the desk's own style and scripts."""
    file = STATIC / str(ask.request.path_params["file"])
    if file.parent != STATIC or file.suffix not in MEDIA or not file.is_file():
        return Response("", 404)
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": CSP}
    return FileResponse(file, media_type=MEDIA[file.suffix], headers=headers)
