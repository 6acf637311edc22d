# SPDX-License-Identifier: EUPL-1.2
"""Rules for the web server in front of the folder: media types, caching, no script, 410 for what was taken back.

They need no change per bulletin: where `retracted.html` stands in a bulletin's folder, its addresses answer 410 with that page.
"""

from typing import Final
from urllib.parse import urlsplit

POLICY: Final = (
    "default-src 'none'; script-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
TYPES: Final = (
    ("text/html", "html"),
    ("video/mp4", "mp4"),
    ("text/vtt", "vtt"),
    ("application/x-subrip", "srt"),
    ("application/ttml+xml", "ttml"),
    ("image/jpeg", "jpg"),
    ("image/webp", "webp"),
    ("application/json", "json"),
    ("application/xml", "xml"),
    ("text/plain", "txt"),
)
FEEDS: Final = (("feed.xml", "application/rss+xml"), ("feed.json", "application/feed+json"))
SHORT, FOR_GOOD = "public, max-age=60", "public, max-age=31536000, immutable"


def _path(base: str) -> str:
    return urlsplit(base).path.rstrip("/")


def _headers(cache: str, open_to_all: bool = False, indent: int = 8) -> str:
    """Write the headers of an nginx location: it inherits none where it has one of its own."""
    lines = [
        f'add_header Content-Security-Policy "{POLICY}" always;',
        "add_header X-Content-Type-Options nosniff always;",
        f'add_header Cache-Control "{cache}";',
    ]
    if open_to_all:  # a film pasted into another host's page fetches its captions across hosts
        lines.append('add_header Access-Control-Allow-Origin "*" always;')
    return "\n".join(" " * indent + line for line in lines)


def nginx(base: str) -> str:
    """Write the rules for nginx, to be included in its `server` block."""
    at = _path(base)
    types = "; ".join(f"{media} {suffix}" for media, suffix in TYPES)
    feeds = "\n".join(
        f"    location = {at}/{name} {{\n        types {{ }}\n        default_type {media};\n{_headers(SHORT)}\n    }}"
        for name, media in FEEDS
    )
    return f"""\
# newsreel: include this file in the server block that shows the folder; root is the folder above {at or "/"}.
location {at}/ {{
    types {{ {types}; }}
    default_type text/plain;
    charset utf-8;
    charset_types text/vtt text/plain application/json application/feed+json application/xml application/rss+xml;
{_headers(SHORT, indent=4)}
{feeds}
    location ~ ^{at}/[^/]+/retracted\\.html$ {{
{_headers(SHORT)}
    }}
    location ~ ^{at}/v/(?<newsreel>[^/]+)/ {{
        error_page 410 {at}/$newsreel/retracted.html;
        if (-f $document_root{at}/$newsreel/retracted.html) {{ return 410; }}
{_headers(FOR_GOOD, open_to_all=True)}
    }}
    location ~ ^{at}/(?<newsreel>[^/]+)/ {{
        error_page 410 {at}/$newsreel/retracted.html;
        if (-f $document_root{at}/$newsreel/retracted.html) {{ return 410; }}
{_headers(SHORT)}
    }}
}}
"""


def apache(base: str) -> str:
    """Write the rules for Apache 2.4, to be put beside the bulletins as .htaccess (AllowOverride FileInfo Indexes Options)."""
    at = _path(base)
    types = "\n".join(f"AddType {media} .{suffix}" for media, suffix in TYPES)
    feeds = "\n".join(f"<Files {name}>\n    ForceType '{media}; charset=utf-8'\n</Files>" for name, media in FEEDS)
    return f"""\
# newsreel: save as .htaccess in the folder that {at or "/"} shows. Needs mod_rewrite, mod_headers, mod_mime, mod_setenvif.
{types}
AddCharset utf-8 .html .vtt .json .xml .txt
{feeds}
DirectoryIndex index.html
Options +FollowSymLinks -Indexes
Header always set Content-Security-Policy "{POLICY}"
Header always set X-Content-Type-Options nosniff
Header set Cache-Control "{SHORT}"
<If "%{{REQUEST_URI}} =~ m#^{at}/v/#">
    Header always set Access-Control-Allow-Origin "*"
    Header set Cache-Control "{FOR_GOOD}"
</If>
SetEnvIf Request_URI "^{at}/(?:v/)?([^/]+)/" NEWSREEL=$1
ErrorDocument 410 {at}/%{{reqenv:NEWSREEL}}/retracted.html
RewriteEngine On
RewriteBase {at}/
RewriteCond %{{REQUEST_URI}} !/retracted\\.html$
RewriteCond %{{DOCUMENT_ROOT}}{at}/$1/retracted.html -f
RewriteRule ^(?:v/)?([^/]+)/ - [R=410,L]
"""
