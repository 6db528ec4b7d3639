"""Read an export of WordPress: what its head says of the site, and its items (WXR 1.0 to 1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.core.errors import BackfileError
from generator.importers.article import RefusalError
from generator.importers.plain_lines import plain_line
from generator.importers.wordpress.elements import (
    Element,
    EntitiesError,
    elements_of,
    item_of,
    text_of,
)
from generator.importers.wordpress.pieces import Piece, parts_of, pieces

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")


class Term(NamedTuple):
    """A category, a tag or a term of a different taxonomy (`kind`), of the site or of an item."""

    kind: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""


class Head(NamedTuple):
    """What an export says of its site: `url` without a slash at its end; authors' names by their logins.

    `encoding` is the one that the file declares, `raw` are the bytes of the head. `hosts` are the site's own.
    """

    title: str
    description: str
    url: str
    hosts: frozenset[str]
    language: str
    authors: Mapping[str, str]
    terms: tuple[Term, ...]
    encoding: str
    raw: bytes
    damage: RefusalError | None

    @property
    def base(self) -> str:
        """The path of the site, `/blog`; "" at the root of its host."""
        return urlsplit(self.url).path.rstrip("/")


class Item(NamedTuple):
    """An item of an export: a post, a page, a picture, an entry of a menu.

    `line` is that of its start, `body_line` that of its text. `terms` are its categories, tags and others,
    `meta` its custom fields. `comments` is the number of comments that readers see.
    """

    line: int
    id: int
    kind: str
    status: str
    title: str
    link: str
    guid: str
    slug: str
    login: str
    date: str
    date_gmt: str
    modified_gmt: str
    password: str
    parent: int
    body: str
    body_line: int
    excerpt: str
    url: str
    terms: tuple[Term, ...]
    meta: Mapping[str, str]
    former_slugs: tuple[str, ...]
    comments: int


class Found(NamedTuple):
    """An item or why it can't be read; the line and the bytes; a remark on damage that was mended, or ""."""

    item: Item | RefusalError
    line: int
    raw: bytes
    remark: str = ""


def read_head(file: Path) -> Head:
    """Return what an export says of its site. Raises BackfileError for a file that is no export."""
    with open(file, "rb") as stream:
        raw = next(pieces(stream)).raw
    declared = _DECLARED.match(raw.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode() if declared and b"utf" not in declared[1].lower() else ""
    refusal = None
    try:
        text, _ = text_of(raw, encoding)
    except RefusalError as why:
        text, refusal = raw.decode("utf-8", "replace"), why
    try:
        found, damage = elements_of(text.lstrip())
    except EntitiesError:
        raise BackfileError(f"{file}: it declares entities, which no export does; it is not read") from None
    if b"//wordpress.org/export/" not in raw:
        cure = "for a feed: backfile import feed" if _FEED.search(raw) else "make one by Tools > Export"
        raise BackfileError(f"{file}: this is no export of WordPress (WXR); {cure}")
    return _head(found, encoding, raw, refusal or damage)


def read_items(file: Path, head: Head) -> Iterator[Found]:
    """Yield the items of an export."""
    with open(file, "rb") as stream:
        parts = pieces(stream)
        last = next(parts)
        for piece in parts:
            if piece.kind == "item":
                yield from _items(piece, head)
            elif not _is_end(piece, last):
                yield Found(_stray(piece), piece.line, piece.raw)
            last = piece


def _is_end(piece: Piece, last: Piece) -> bool:
    """Return whether a part that is no item is the end of an export; one that is cut off is told once."""
    rest = piece.raw.strip()
    return piece.kind == "tail" and (rest.startswith(b"</channel>") or not (rest or last.whole))


def _stray(piece: Piece) -> RefusalError:
    if piece.kind == "tail" and not piece.raw.strip():
        reason = "the file ends without </channel>, so it may be cut off"
        return RefusalError("import.xml", reason, "compare the number of posts; get the whole file")
    return RefusalError("import.xml", "there is text that belongs to no item", "correct its tags")


def _items(piece: Piece, head: Head) -> Iterator[Found]:
    try:
        text, remark = text_of(piece.raw, head.encoding)
        if not piece.whole:
            raise RefusalError(
                "import.xml", "it has no end, so the file may be cut off", "get the whole file"
            )
        item = _item(item_of(text, piece.line))
    except RefusalError as why:
        parts = parts_of(piece) if why.code == "import.xml" else ()
        if not parts:
            yield Found(why, piece.line, piece.raw)
        for part in parts:
            yield from _items(part, head)
    else:
        yield Found(item, piece.line, piece.raw, remark)


def _head(found: list[Element], encoding: str, raw: bytes, damage: RefusalError | None) -> Head:
    texts = {one.name: one.text.strip() for one in reversed(found)}
    addresses = [texts.get(name, "") for name in ("wp:base_blog_url", "link", "wp:base_site_url")]
    url = next(filter(None, addresses), "").rstrip("/")
    return Head(
        title=plain_line(texts.get("title", "")),
        description=plain_line(texts.get("description", "")),
        url=url,
        hosts=frozenset(host for one in addresses if (host := host_of(one))),
        language=texts.get("language", ""),
        authors=dict(_authors(found)),
        terms=tuple(_terms_of_site(found)),
        encoding=encoding,
        raw=raw,
        damage=damage,
    )


def host_of(url: str) -> str:
    """Return the host of an address in lower case and without `www.`, "" if it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _authors(found: list[Element]) -> Iterator[tuple[str, str]]:
    for one in found:
        if one.name == "wp:author":
            whole = " ".join(one.child(f"wp:author_{name}").strip() for name in ("first_name", "last_name"))
            login = one.child("wp:author_login").strip()
            yield login, plain_line(one.child("wp:author_display_name") or whole) or login


def _terms_of_site(found: list[Element]) -> Iterator[Term]:
    for one in found:
        if one.name == "wp:category":
            names = ("category_nicename", "cat_name", "category_parent", "category_description")
            yield Term("category", *_texts(one, names))
        elif one.name == "wp:tag":
            yield Term("post_tag", *_texts(one, ("tag_slug", "tag_name", "", "tag_description")))


def _texts(element: Element, names: tuple[str, ...]) -> tuple[str, str, str, str]:
    slug, name, parent, description = (element.child(f"wp:{name}") for name in names)
    return unquoted(slug), plain_line(name), unquoted(parent), plain_line(description)


def _item(element: Element) -> Item:
    texts = {one.name: one for one in reversed(element.children)}

    def text(name: str) -> str:
        return texts[name].text.strip() if name in texts else ""

    body = texts.get("content:encoded")
    meta = [(one.child("wp:meta_key"), one.child("wp:meta_value")) for one in element.all("wp:postmeta")]
    return Item(
        line=element.line,
        id=_number(text("wp:post_id")),
        kind=text("wp:post_type") or "post",
        status=text("wp:status") or "publish",
        title=plain_line(text("title")),
        link=text("link"),
        guid=text("guid"),
        slug=unquoted(text("wp:post_name")),
        login=text("dc:creator"),
        date=text("wp:post_date") or text("pubDate"),
        date_gmt=text("wp:post_date_gmt"),
        modified_gmt=text("wp:post_modified_gmt"),
        password=text("wp:post_password"),
        parent=_number(text("wp:post_parent")),
        body=body.text if body else "",
        body_line=body.line if body else element.line,
        excerpt=plain_line(text("excerpt:encoded")),
        url=text("wp:attachment_url"),
        terms=tuple(_terms(element)),
        meta=dict(reversed(meta)),
        former_slugs=tuple(unquoted(value) for name, value in meta if name == "_wp_old_slug" and value),
        comments=sum(map(_is_shown, element.all("wp:comment"))),
    )


def _terms(element: Element) -> Iterator[Term]:
    """Yield the terms of an item; old exports repeat each without its taxonomy."""
    found = [one for one in element.all("category") if one.text.strip()]
    placed = [one for one in found if "domain" in one.attributes]
    for one in placed or found:
        kind = one.attributes.get("domain", "category")
        name = plain_line(one.text)
        slug = unquoted(one.attributes.get("nicename", "")) or name
        yield Term({"tag": "post_tag"}.get(kind, kind), slug, name)


def _is_shown(comment: Element) -> bool:
    kind = comment.child("wp:comment_type").strip()
    return comment.child("wp:comment_approved").strip() == "1" and kind in ("", "comment")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def unquoted(text: str) -> str:
    """Return a slug as people read it: WordPress keeps those in Chinese percent-encoded."""
    try:
        return unquote(text.strip(), errors="strict")
    except UnicodeDecodeError:
        return text.strip()
