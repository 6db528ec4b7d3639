"""A strict object store with S3's API (docs.aws.amazon.com/AmazonS3/latest/API), in memory.

It answers what the program asks and refuses the rest, as compatible stores do: bodies in `aws-chunked`,
checksums that it does not know, and, unless told otherwise, buckets in the path of addresses. It can fail on
demand.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

#: Headers of an object that the store keeps and gives back.
_KEPT = ("Content-Type", "Cache-Control", "Content-Encoding")
#: The beginning of the names of headers that users choose.
_OWN = "x-amz-meta-"


class Stored(NamedTuple):
    """An object."""

    data: bytes
    headers: dict[str, str]
    etag: str
    modified: datetime


class Asked(NamedTuple):
    """A request."""

    method: str
    key: str


@dataclass
class Bucket:
    """A bucket on the server: its objects, what was asked for, and how it fails."""

    name: str = "archive"
    in_path: bool = False
    exists: bool = True
    allowed: bool = True
    objects: dict[str, Stored] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    signed: dict[str, list[str]] = field(default_factory=dict)
    """The names of the headers that were signed of the last request to write an object, by its key."""
    before: Callable[[Asked], int] = lambda _: 0
    """Called with each request: a status to fail with, or 0; -1 to drop the connection."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    port: int = 0
    lists: bool = False
    """Whether it tells which objects it has."""

    def counts(self) -> Counter[str]:
        """Return the numbers of requests by method."""
        return Counter(one.method for one in self.asked)

    def tree(self, prefix: str = "") -> dict[str, bytes]:
        """Return the site: all objects but those of the program itself."""
        return {
            key.removeprefix(prefix): one.data
            for key, one in self.objects.items()
            if key.startswith(prefix) and not key.removeprefix(prefix).startswith(".backfile")
        }

    def put(self, key: str, data: bytes, headers: dict[str, str] | None = None) -> Stored:
        """Store an object."""
        etag = f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'
        self.objects[key] = Stored(data, headers or {}, etag, datetime.now(UTC))
        return self.objects[key]

    def remove(self, key: str) -> None:
        """Remove an object, as somebody else would."""
        del self.objects[key]

    def options(self) -> str:
        """Return the options of site.yaml by which it is reached."""
        address = f"http://127.0.0.1:{self.port}"
        return f"{{endpoint: '{address}', region: us-east-1, path_style: {str(self.in_path).lower()}}}"

    def age(self, key: str, by: timedelta) -> None:
        """Make an object older."""
        old = self.objects[key]
        self.objects[key] = old._replace(modified=old.modified - by)


@contextmanager
def serve(bucket: Bucket) -> Iterator[Bucket]:
    """Serve a bucket on a port of its own."""

    class Handler(_Handler):
        store = bucket

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    bucket.port = server.server_address[1]
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    store: Bucket
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    do_PUT = do_DELETE = do_POST = do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        name, key = self._place(unquote(url.path))
        asked = Asked(self.command, key)
        with self.store.lock:
            self.store.asked.append(asked)
        failure = self.store.before(asked)
        if failure < 0:
            self.close_connection = True
            self.connection.close()
        elif failure:
            self._fail(failure, "SlowDown")
        elif name != self.store.name or not self.store.exists:
            self._fail(404, "NoSuchBucket")
        elif not self.store.allowed or "AWS4-HMAC-SHA256" not in self.headers.get("Authorization", ""):
            self._fail(403, "AccessDenied")
        elif refused := self._refused(url.query):
            self._fail(400, refused)
        else:
            with self.store.lock:
                self._list(url.query) if "list-type=2" in url.query else self._act(key, body)

    def _place(self, path: str) -> tuple[str, str]:
        """Return the bucket and the key that a request names."""
        if self.store.in_path:
            name, _, key = path[1:].partition("/")
            return name, key
        return self.headers.get("Host", "").partition(".")[0], path[1:]

    def _refused(self, query: str) -> str:
        if self.headers.get("Content-Encoding") == "aws-chunked" or "STREAMING" in self.headers.get(
            "x-amz-content-sha256", ""
        ):
            return "NotImplemented"
        if any(name.lower().startswith("x-amz-checksum") for name in self.headers):
            return "InvalidRequest"
        is_known = query in ("", "delete", "delete=") or (self.store.lists and "list-type=2" in query)
        return "" if is_known else "MethodNotAllowed"

    def _act(self, key: str, body: bytes) -> None:
        match self.command:
            case "PUT" if "x-amz-copy-source" in self.headers:
                self._copy(self._place(unquote(self.headers["x-amz-copy-source"]))[1], key)
            case "PUT":
                self._put(key, body)
            case "GET" | "HEAD":
                self._get(key)
            case "DELETE":
                self.store.objects.pop(key, None)
                self._send(204, b"", {})
            case _:
                for one in ElementTree.fromstring(body).iter():
                    if one.tag.endswith("Key"):
                        self.store.objects.pop(one.text or "", None)
                self._send(200, b'<?xml version="1.0"?><DeleteResult></DeleteResult>', {})

    def _list(self, query: str) -> None:
        """Send two keys at a time, so that those who list have to go on."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        prefix, after = asked.get("prefix", ""), asked.get("continuation-token", "")
        keys = sorted(key for key in self.store.objects if key.startswith(prefix) and key > after)
        more = f"<NextContinuationToken>{keys[1]}</NextContinuationToken>" if len(keys) > 2 else ""
        found = "".join(
            f"<Contents><Key>{key}</Key><LastModified>2022-01-01T00:00:00.000Z</LastModified>"
            f"<ETag>&quot;e&quot;</ETag><Size>1</Size></Contents>"
            for key in keys[:2]
        )
        is_cut = f"<IsTruncated>{str(bool(more)).lower()}</IsTruncated>"
        text = f"<ListBucketResult>{is_cut}{more}{found}</ListBucketResult>"
        self._send(200, text.encode(), {"Content-Type": "application/xml"})

    def _put(self, key: str, body: bytes) -> None:
        names = re.search(r"SignedHeaders=([^,]*)", self.headers["Authorization"])
        self.store.signed[key] = names[1].split(";") if names else []
        known = self.store.objects.get(key)
        wanted = self.headers.get("If-Match")
        if self.headers.get("If-None-Match") == "*" and known:
            self._fail(412, "PreconditionFailed")
        elif wanted and (not known or known.etag != wanted):
            self._fail(412 if known else 404, "PreconditionFailed" if known else "NoSuchKey")
        else:
            kept = {name: self.headers[name] for name in _KEPT if name in self.headers}
            kept |= {name: value for name, value in self.headers.items() if name.lower().startswith(_OWN)}
            self._send(200, b"", {"ETag": self.store.put(key, body, kept).etag})

    def _copy(self, source: str, key: str) -> None:
        found = self.store.objects.get(source)
        if not found:
            self._fail(404, "NoSuchKey")
            return
        etag = self.store.put(key, found.data, found.headers).etag
        time = found.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
        parts = f"<ETag>{etag}</ETag><LastModified>{time}</LastModified>"
        text = f'<?xml version="1.0"?><CopyObjectResult>{parts}</CopyObjectResult>'
        self._send(200, text.encode(), {})

    def _get(self, key: str) -> None:
        found = self.store.objects.get(key)
        if not found:
            self._fail(404, "NoSuchKey")
            return
        self._send(
            200,
            found.data,
            {
                **found.headers,
                "ETag": found.etag,
                "Last-Modified": format_datetime(found.modified, usegmt=True),
            },
        )

    def _fail(self, status: int, code: str) -> None:
        text = re.sub(r"\s+", " ", f'<?xml version="1.0"?><Error><Code>{code}</Code></Error>')
        self._send(status, text.encode(), {"Content-Type": "application/xml"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
