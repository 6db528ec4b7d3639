"""Collect the facts about a file that a check needs and the index does not have.

The functions are pure and never raise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from generator.body.html.pipeline import finish
from generator.body.links import origin_of
from generator.body.markdown.convert import BodyError, to_html
from generator.body.markdown.engines import engine_for
from generator.body.markdown.tail import split_tail
from generator.body.options import BodyRules, Place
from generator.body.plain_text import plain_text, without_title
from generator.checks.misspelt_keys import meant_key
from generator.checks.references import Origin, Reference, meaning, original_link, references
from generator.content.address import stem_of
from generator.content.dates import date_from_name, written_day
from generator.content.decode import decode
from generator.content.details import engine_of, source_url_of
from generator.content.frontmatter.fields import Fields, read_fields
from generator.content.frontmatter.record import Record
from generator.content.frontmatter.split import Split, split
from generator.content.options import ReadOptions
from generator.content.packs.container import DamagedPackError
from generator.content.packs.reader import PackedAt, PackReader
from generator.content.problems import Diagnostics
from generator.core.digests import content_digest
from generator.system.files import read_file

#: Increase it when the same bytes give other facts.
FORM = 7

#: The least characters of a text whose duplicates are reported: short notices are the same every week.
_LEAST_TEXT = 100
_WORDS = re.compile(r"\W+")
_ID_HINT = re.compile(r"\b(?:id|name)\s*=", re.IGNORECASE)
_ID = re.compile(r'<[^<>]* id="([^"<>]*)"')
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
#: An alternative text with something in it.
_ALT = re.compile(r"\salt\s*=\s*(?:[\"']\s*[^\s\"']|[^\s\"'>])", re.IGNORECASE)


class Misspelt(NamedTuple):
    """A key that is probably misspelt, its position, and the key that was meant."""

    line: int
    column: int
    key: str
    meant: str


class Facts(NamedTuple):
    """The facts about one file.

    `named_day` is the day in the file's name, `written_day` the day in its front matter, whatever its time
    zone; "" for none. `line` and `column` are the position of the date. `text` is a digest of the words of
    the body, b"" for a short body. `ids` are the ids of the body in its page, also percent-decoded.
    `pictures` is the number of pictures in the body, and `unnamed` that of those without alternative text.
    """

    path: str
    digest: bytes
    named_day: str
    written_day: str
    line: int
    column: int
    text: bytes
    ids: tuple[str, ...]
    misspelt: tuple[Misspelt, ...]
    references: tuple[Reference, ...]
    pictures: int = 0
    unnamed: int = 0


class FactsRequest(NamedTuple):
    """A file, or a packed post, to read, and the title that its page shows."""

    path: str
    title: str
    packed: PackedAt | None = None


class FactsJob(NamedTuple):
    """Collects the facts of files below a root; files that can't be read are left out."""

    root: str
    options: ReadOptions

    def open(self) -> Callable[[Sequence[FactsRequest]], list[Facts]]:
        """Return the function that reads a batch."""
        packs = PackReader(self.root)
        return lambda batch: [facts for request in batch for facts in self._facts(packs, request)]

    def _facts(self, packs: PackReader, request: FactsRequest) -> list[Facts]:
        data: bytes | None
        try:
            if request.packed:
                data = packs.read(request.path, request.packed)
            else:
                data, _ = read_file(f"{self.root}/{request.path}", self.options.max_bytes)
        except (DamagedPackError, OSError):
            return []
        return [facts_of(request.path, request.title, data, self.options)] if data is not None else []


def facts_of(path: str, title: str, data: bytes, options: ReadOptions) -> Facts:
    """Return the facts about the bytes of a file."""
    digest, named = content_digest(data), date_from_name(stem_of(path))
    try:
        parts = split(decode(data, options.body.encoding)[0])
    except ValueError:
        return Facts(path, digest, named, "", 0, 0, b"", (), (), ())
    fields = read_fields(parts.front, parts.first_line, path, parts.form)[0] if parts.front else {}
    record = Record(fields, Diagnostics(path))
    tail = split_tail(parts.body, options.body)
    body = _html(path, record, tail.text, title, options)
    pictures = _PICTURE.findall(body)
    original = origin_of(source_url_of(record, tail.source_url), options.body)
    origin = Origin(path, original, options.reserved)
    return Facts(
        path=path,
        digest=digest,
        named_day=named,
        written_day=written_day(record.text("date")),
        line=record.position("date")[0],
        column=record.position("date")[1],
        text=_words_digest(body),
        ids=_ids(body, path, options),
        misspelt=tuple(_misspelt(fields, parts)),
        references=(
            *_fields_references(record, path, options.body),
            *references(body, tail.text, parts.body_line, origin, options.body),
            *original_link(tail.source_url, parts.body, parts.body_line, path, options.body),
        ),
        pictures=len(pictures),
        unnamed=sum(1 for tag in pictures if not _ALT.search(tag)),
    )


def _html(path: str, record: Record, text: str, title: str, options: ReadOptions) -> str:
    """Return a body before it is sanitised; "" for a body because of which its post is set aside."""
    engine = engine_for(text, engine_of(record, path), options.body)
    try:
        return without_title(to_html(text, engine, options.body), title)
    except BodyError:
        return ""


def _words_digest(html: str) -> bytes:
    words = _WORDS.sub("", plain_text(html)).casefold()
    return content_digest(words.encode("utf-8", "surrogatepass")) if len(words) >= _LEAST_TEXT else b""


def _ids(html: str, path: str, options: ReadOptions) -> tuple[str, ...]:
    """Return the ids of a body as the sanitiser leaves them; most bodies have none.

    Ids that an engine has percent-encoded (of footnotes, for example) are returned decoded as well: browsers
    look for a fragment first as it is written, then decoded (HTML standard, 7.4.6.3).
    """
    if not _ID_HINT.search(html):
        return ()
    found = _ID.findall(finish(html, Place("/", path), options.body))
    return tuple(dict.fromkeys((*found, *map(unquote, found))))


def _misspelt(fields: Fields, parts: Split) -> list[Misspelt]:
    found = []
    for key, field in fields.items():
        if meant := meant_key(key, fields):
            line, column = _key_position(key, parts) or (field.line, field.column)
            found.append(Misspelt(line, column, key, meant))
    return found


def _key_position(key: str, parts: Split) -> tuple[int, int] | None:
    front = parts.front or ""
    found = re.search(rf"(?mi)^[ \t{{]*+([\"']?{re.escape(key)}[\"']?)\s*[:：=]", front)
    if not found:
        return None
    start = found.start(1)
    return parts.first_line + front.count("\n", 0, start), start - front.rfind("\n", 0, start)


def _fields_references(record: Record, path: str, rules: BodyRules) -> Iterator[Reference]:
    """Yield the references of the front matter: the picture, translations, the original."""
    named = [("image", "img", record.text("image")), ("source_url", "a", record.text("source_url"))]
    named += [("translations", "a", address) for _, address in record.pairs("translations")]
    for key, element, address in named:
        meant = meaning(address, element, path, rules) if address else None
        if meant and meant.kind in ("address", "source", "web"):
            line, column = record.position(key)
            yield Reference(line, column, key, address, meant.kind, meant.target, meant.fragment)
