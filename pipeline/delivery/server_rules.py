# SPDX-License-Identifier: EUPL-1.2
"""Rules for the web server in front of the folder: media types, caching, no script, 410 for what was taken back.

They need no change per bulletin: where `retracted.html` stands in a bulletin's folder, its addresses answer 410.
"""

from typing import Final
from urllib.parse import urlsplit

POLICY: Final = (
    "default-src 'none'; script-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)


def _path(base: str) -> str:
    return urlsplit(base).path.rstrip("/")


def nginx(base: str) -> str:
    """Write the rules for nginx, to be included in its `server` block."""
    at = _path(base)
    return f"""\
# newsreel: include this file in the server block that shows the folder; root is the folder above {at or "/"}.
location {at}/ {{
    types {{
        text/html html; video/mp4 mp4; text/vtt vtt; application/x-subrip srt; application/ttml+xml ttml;
        image/jpeg jpg; image/webp webp; application/json json; application/rss+xml xml; text/plain txt;
    }}
    default_type text/plain;
    charset utf-8;
    charset_types text/html text/vtt text/plain application/json application/rss+xml;
    add_header Content-Security-Policy "{POLICY}" always;
    add_header X-Content-Type-Options nosniff always;
    add_header Cache-Control "public, max-age=60";
    location ~ ^{at}/v/([^/]+)/ {{
        if (-f $document_root{at}/$1/retracted.html) {{ return 410; }}
        add_header Access-Control-Allow-Origin "*" always;
        add_header X-Content-Type-Options nosniff always;
        add_header Cache-Control "public, max-age=31536000, immutable";
        types {{
            text/html html; video/mp4 mp4; text/vtt vtt; application/x-subrip srt; application/ttml+xml ttml;
            image/jpeg jpg; image/webp webp; application/json json; text/plain txt;
        }}
        default_type text/plain;
    }}
    location ~ ^{at}/([^/]+)/(index|embed|transcript)\\.html$ {{
        error_page 410 {at}/$1/retracted.html;
        if (-f $document_root{at}/$1/retracted.html) {{ return 410; }}
        add_header Content-Security-Policy "{POLICY}" always;
        add_header X-Content-Type-Options nosniff always;
        add_header Cache-Control "public, max-age=60";
        types {{ text/html html; }}
        charset utf-8;
    }}
}}
"""


def apache(base: str) -> str:
    """Write the rules for Apache, to be put beside the bulletins as .htaccess (AllowOverride FileInfo Indexes)."""
    at = _path(base)
    return f"""\
# newsreel: save as .htaccess in the folder that {at or "/"} shows. Needs mod_rewrite, mod_headers, mod_mime.
AddType text/vtt .vtt
AddType video/mp4 .mp4
AddType application/x-subrip .srt
AddType application/ttml+xml .ttml
AddType image/webp .webp
AddCharset utf-8 .html .vtt .json .xml .txt
Options +FollowSymLinks -Indexes
Header always set Content-Security-Policy "{POLICY}"
Header always set X-Content-Type-Options nosniff
Header set Cache-Control "public, max-age=60"
<If "%{{REQUEST_URI}} =~ m#^{at}/v/#">
    Header always set Access-Control-Allow-Origin "*"
    Header set Cache-Control "public, max-age=31536000, immutable"
</If>
RewriteEngine On
RewriteBase {at}/
RewriteCond %{{DOCUMENT_ROOT}}{at}/$2/retracted.html -f
RewriteRule ^(v/)?([^/]+)/(?!retracted\\.html).*$ - [R=410,L]
ErrorDocument 410 "Dieses Video ist nicht mehr verfuegbar."
"""
