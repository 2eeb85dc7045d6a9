"""Static files from memory, under addresses that change with every release, so that browsers keep them for good.

The address carries a digest of all static files (`/static/4f1c…/ui/css/korzo.css`). Files that import one another by
relative addresses need no rewriting, and a page opened before an update still finds its files, if only today's.
"""

import mimetypes
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from korzo.edge.incoming import Headers, Scope, Send
from korzo.edge.outgoing import send_answer
from korzo.edge.page import GZIP_LEVEL, encoding_for, gzipped, is_known_to_browser

DIGEST_LENGTH = 12
A_YEAR = b"public, max-age=31536000, immutable"
# Asked for without the digest, or with that of another release.
AN_HOUR = b"public, max-age=3600"
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/manifest+json")
COMPRESS_BYTES_MIN = 500
BROTLI_QUALITY = 9

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")


@cache
def files() -> dict[str, Path]:
    """All static files of all rooms and packages, by the name that `{% static %}` gives."""
    found: dict[str, Path] = {}
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            found.setdefault(name, Path(storage.path(name)))
    return found


@cache
def release() -> str:
    """One digest over names and contents. A few megabytes, read once a process."""
    whole = blake2b(digest_size=DIGEST_LENGTH // 2)
    for name, path in sorted(files().items()):
        whole.update(name.encode() + b"\0" + blake2b(path.read_bytes()).digest())
    return whole.hexdigest()


class ReleaseStorage(StaticFilesStorage):
    """Addresses with the digest of the release."""

    def url(self, name: str | None) -> str:
        return f"{settings.STATIC_URL}{release()}/{name}"


@dataclass
class StaticFile:
    content_type: str
    etag: bytes
    bodies: dict[bytes, bytes]


@dataclass
class StaticFiles:
    prefix: str = field(default_factory=lambda: str(settings.STATIC_URL))
    read: dict[str, StaticFile] = field(default_factory=dict)

    async def serve(self, scope: Scope, by_name: dict[bytes, bytes], send: Send) -> None:
        name = str(scope["path"]).removeprefix(self.prefix)
        digest, _slash, rest = name.partition("/")
        is_versioned = digest == release()
        file = self._file(rest) or self._file(name)
        if file is None:
            await _missing(send)
            return
        headers: Headers = [
            (b"content-type", file.content_type.encode("ascii")),
            (b"etag", file.etag),
            (b"cache-control", A_YEAR if is_versioned else AN_HOUR),
            (b"x-content-type-options", b"nosniff"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]
        if len(file.bodies) > 1:
            headers.append((b"vary", b"Accept-Encoding"))
        if is_known_to_browser(by_name.get(b"if-none-match", b""), file.etag):
            await send_answer(send, 304, headers, b"")
            return
        encoding = encoding_for(by_name.get(b"accept-encoding", b""), file.bodies)
        if encoding:
            headers.append((b"content-encoding", encoding))
        body = file.bodies[encoding]
        headers.append((b"content-length", str(len(body)).encode("ascii")))
        await send_answer(send, 200, headers, b"" if scope["method"] == "HEAD" else body)

    def _file(self, name: str) -> StaticFile | None:
        """Read and compressed at the first request; all of them together weigh a few megabytes."""
        known = self.read.get(name)
        if known is None and (path := files().get(name)) is not None:
            known = self.read[name] = read_file(path)
        return known


def read_file(path: Path) -> StaticFile:
    body = path.read_bytes()
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    bodies = {b"": body}
    if content_type.startswith(COMPRESSIBLE) and len(body) >= COMPRESS_BYTES_MIN:
        bodies[b"br"] = brotli.compress(body, quality=BROTLI_QUALITY)
        bodies[b"gzip"] = gzipped(body, GZIP_LEVEL)
    if content_type.startswith("text/") or content_type == "image/svg+xml":
        content_type += "; charset=utf-8"
    etag = b'W/"' + blake2b(body, digest_size=12).hexdigest().encode("ascii") + b'"'
    return StaticFile(content_type, etag, bodies)


async def _missing(send: Send) -> None:
    text = b"There is no such file.\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode("ascii")),
        (b"cache-control", b"no-store"),
    ]
    await send_answer(send, 404, headers, text)
