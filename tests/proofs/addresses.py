"""Follows every address of an output as its readers do: pages, feeds, sitemaps and lists of feeds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup
from lxml import etree

#: Attributes of HTML that hold one address.
_ADDRESSES = ("href", "src", "poster", "cite", "data", "action")
_SCHEME = re.compile(r"[a-z]+:")
_REFRESH = re.compile(r"\d+;\s*url=(.*)")
_MARKDOWN_LINK = re.compile(r"\]\((\S+)\)")


class Reference(NamedTuple):
    """An absolute address, and the document that names it."""

    source: str
    url: str


class Output:
    """An output folder as a host at `base` serves it."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder = folder
        self.base = base
        self._origin = "{0.scheme}://{0.netloc}/".format(urlsplit(base))
        self.files = {
            path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
        }
        self._soups: dict[str, BeautifulSoup] = {}

    def url(self, path: str) -> str:
        """Return the address of a file, without a final index.html."""
        return self.base + re.sub(r"(?:^|(?<=/))index\.html$", "", path)

    @cached_property
    def pages(self) -> list[str]:
        return sorted(path for path in self.files if path.endswith(".html"))

    def soup(self, path: str) -> BeautifulSoup:
        if path not in self._soups:
            self._soups[path] = BeautifulSoup(self.files[path].read_bytes(), "lxml")
        return self._soups[path]

    def put(self, path: str, soup: BeautifulSoup) -> None:
        """Take other contents for those of a page."""
        self._soups[path] = soup

    def decoded(self, url: str) -> str:
        """Return an address of the output as `url` writes it, in plain Unicode."""
        return self.base + unquote(url.removeprefix(self.base))

    def read(self, path: str) -> bytes:
        return self.files[path].read_bytes()

    def mistakes(self) -> list[str]:
        """Return the addresses below `base` that lead nowhere, each with the document that names it."""
        return [f"{source} leads to {url}" for source, url in self.references() if not self.has(url)]

    def has(self, url: str) -> bool:
        """Tell whether an address has its file and, in it, its fragment; those of other sites are good."""
        address, _, fragment = url.partition("#")
        if not address.startswith(self.base):
            return _SCHEME.match(address) is not None and not address.startswith(self._origin)
        path = unquote(urlsplit(address).path[len(urlsplit(self.base).path) :])
        path = f"{path}index.html" if path.endswith("/") or not path else path
        return path in self.files and (not fragment or unquote(fragment) in self._ids(path))

    def _ids(self, path: str) -> set[str]:
        return {str(tag["id"]) for tag in self.soup(path).select("[id]")} if path.endswith(".html") else set()

    def references(self) -> Iterator[Reference]:
        """Yield what all documents refer to, as absolute addresses."""
        for path in self.files:
            for address in self._addresses(path):
                yield Reference(path, _joined(self.url(path), address))

    def _addresses(self, path: str) -> Iterator[str]:
        if path.endswith(".html"):
            yield from _of_page(self.soup(path))
        elif path.endswith((".xml", ".rss", ".opml")):
            yield from _of_feed(self.read(path))
        elif path.endswith((".json", ".webmanifest")):
            yield from _of_json(json.loads(self.read(path)))
        elif path == "llms.txt":
            yield from _MARKDOWN_LINK.findall(self.read(path).decode())
        elif path == "robots.txt":
            yield from re.findall(r"^Sitemap: (.*)$", self.read(path).decode(), re.MULTILINE)


def _joined(base: str, address: str) -> str:
    """Return an address as an absolute one; as it is where nobody could follow it."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address


def _of_page(soup: BeautifulSoup) -> Iterator[str]:
    """Yield the addresses of a page: of its links, what it loads, and what it says of itself to machines."""
    for name in _ADDRESSES:
        for tag in soup.select(f"[{name}]"):
            yield str(tag[name])
    for tag in soup.select("[srcset]"):
        yield from (candidate.split()[0] for candidate in str(tag["srcset"]).split(", "))
    for tag in soup.select("meta[http-equiv=refresh]"):
        yield from _REFRESH.findall(str(tag["content"]))
    for tag in soup.select('meta[property="og:url"], meta[property="og:image"]'):
        yield str(tag["content"])
    for tag in soup.select('script[type="application/ld+json"]'):
        yield from _of_json(json.loads(tag.text))


def _of_feed(data: bytes) -> Iterator[str]:
    """Yield the addresses of a feed or sitemap, and those in the HTML that it holds."""
    for element in etree.fromstring(data).iter("*"):
        yield from (str(element.get(name)) for name in ("href", "xmlUrl", "htmlUrl") if element.get(name))
        text = element.text or ""
        if etree.QName(element).localname in ("loc", "link", "uri", "url") and text.strip():
            yield str(text)
        elif "<" in text:
            yield from _of_page(BeautifulSoup(text, "lxml"))


def _of_json(value: object) -> Iterator[str]:
    """Yield what looks like an address: in JSON-LD, in feeds and in the web manifest."""
    if isinstance(value, dict):
        for name, member in value.items():
            if isinstance(member, str):
                yield from _of_member(name, member)
            else:
                yield from _of_json(member)
    elif isinstance(value, list):
        for member in value:
            yield from [member] if isinstance(member, str) and "://" in member else _of_json(member)


def _of_member(name: str, value: str) -> Iterator[str]:
    if name == "content_html":
        yield from _of_page(BeautifulSoup(value, "lxml"))
    elif name.endswith("url") or name in ("item", "mainEntityOfPage", "src", "start_url", "scope", "image"):
        yield value
