"""Turn the bytes of a file into a post and its problems. The functions are pure and never raise."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.body.excerpt import excerpt
from generator.body.links import origin_of, source_links
from generator.body.markdown.contents import without_contents
from generator.body.markdown.convert import BodyError, convert
from generator.body.markdown.engines import engine_for
from generator.body.markdown.tail import Tail, split_tail
from generator.body.options import BodyRules
from generator.body.plain_text import first_heading, first_sentence, plain_text, summarize
from generator.body.remote_pictures import lead_picture, remote_pictures
from generator.body.site_addresses import site_addresses
from generator.body.site_links import SiteLinks
from generator.content import body_problems
from generator.content.address import aliases_of, permalink_of, slug_of, stem_of, written_permalink
from generator.content.body_problems import Converted
from generator.content.dates import FORMS, date_from_name, parse_date, problem_of, stamp_of, zone_of
from generator.content.decode import UncertainEncodingError, decode
from generator.content.details import details_of, engine_of, with_pictures
from generator.content.frontmatter.fields import read_fields
from generator.content.frontmatter.record import COMMAS, SPACES, Record, clean
from generator.content.frontmatter.split import Split, split
from generator.content.options import ReadOptions
from generator.content.problems import Diagnostics
from generator.content.shown_bytes import shown_bytes
from generator.content.visibility import is_held_back
from generator.core.model import WHOLE_FILE, Parsed, Position, Post, SiteLink
from generator.core.wording import quoted

#: Characters of a body's text that are read: enough for a first sentence.
_TEXT_LENGTH = 240


class _Body(NamedTuple):
    """The body of a file: the engine that the file names or "".

    `text` is the start of its text, for a post without a title; else "". `shown` is as `shown_bytes` has it.
    """

    engine: str
    tail: Tail
    html: str
    text: str
    shown: tuple[int, int] | None


def parse_post(path: str, data: bytes, options: ReadOptions) -> Parsed:
    """Return the post in the bytes of a file, and its problems; never raises."""
    return _parse(path, data, options, dated=True)


def parse_page(path: str, data: bytes, options: ReadOptions) -> Parsed:
    """Return a static page, which is a post without a date, and its problems; never raises."""
    return _parse(path, data, options, dated=False)


def _parse(path: str, data: bytes, options: ReadOptions, *, dated: bool) -> Parsed:
    diagnostics = Diagnostics(path)
    parts = _parts(data, options, diagnostics)
    record = _record(parts, diagnostics) if parts else None
    body = None
    if parts and record and not diagnostics.failed:
        body = _body(path, record, parts, data, options.body)
    post = _post(path, record, body, options, dated=dated) if record and body else None
    if diagnostics.failed or not (post and body and parts):
        return Parsed(None, diagnostics.problems())
    return Parsed(post, diagnostics.problems(), _site_links(post, body, parts.body_line, options))


def _parts(data: bytes, options: ReadOptions, diagnostics: Diagnostics) -> Split | None:
    """Return front matter and body, or None when the file as a whole can't be used."""
    if len(data) > options.max_bytes:
        message = (
            f"the file has {len(data):,} bytes, more than the {options.max_bytes:,} that a post may have"
        )
        hint = "shorten it, or raise posts.max_bytes in site.yaml"
        diagnostics.error("post.too-large", WHOLE_FILE, message, hint)
        return None
    text = _text(data, options.body.encoding, diagnostics)
    if text is None:
        return None
    parts = split(text)
    if not parts.closed:
        message = "the front matter is not closed"
        mark = "plus signs" if parts.form == "toml" else "hyphens"
        hint = f"put a line of three {mark} below its last field"
        diagnostics.error("front-matter.unclosed", Position(parts.first_line - 1, 1), message, hint)
        return None
    return parts


def _text(data: bytes, named: str, diagnostics: Diagnostics) -> str | None:
    try:
        text, encoding = decode(data, named)
    except UncertainEncodingError as error:
        hint = "save it as UTF-8, or name its encoding with posts.encoding in site.yaml"
        diagnostics.error("post.encoding-unknown", WHOLE_FILE, f"the file can't be read: {error}", hint)
        return None
    except ValueError as error:
        hint = "save it as UTF-8 text, or move it out of content/posts"
        diagnostics.error("post.binary", WHOLE_FILE, str(error), hint)
        return None
    if not text or text.isspace():
        diagnostics.error("post.empty", WHOLE_FILE, "the file is empty", "write the post, or delete the file")
        return None
    if encoding not in ("utf-8", named):
        diagnostics.warn("post.encoding", WHOLE_FILE, f"the file is read as {encoding}", "save it as UTF-8")
    return text


def _post(path: str, record: Record, body: _Body, options: ReadOptions, *, dated: bool) -> Post | None:
    if not _has_content(record, body):
        return None
    zone = zone_of(options.zone)
    date = _date(record, path, zone) if dated else None
    expires = record.moment("expires", zone)
    title = _title(record, body)
    tail = body.tail
    details = details_of(
        record, zone, body.engine, tail.source, tail.source_url, body.shown, is_page=not dated
    )
    image, origin = record.text("image"), _origin(details, options.body)
    if dated:
        lead = lead_picture(body.html, path, image, options.body, origin=origin)
        details = with_pictures(details, lead)
    categories = _categories(record, options.split_categories)
    permalink = written_permalink(record, path, date, categories) if date or not dated else ""
    return Post(
        path=path,
        title=title,
        stamp=stamp_of(date) if date else 0,
        date=date.isoformat(timespec="seconds") if date else "",
        slug=slug_of(record, path),
        permalink=permalink_of(record, permalink, options.reserved),
        categories=categories,
        tags=_composed(record.texts("tags", "tag", separator=COMMAS)),
        aliases=aliases_of(record, permalink, options.reserved, redirects=options.redirects),
        draft=is_held_back(record),
        expires=stamp_of(expires) if expires else None,
        summary=_summary(record, body, title),
        details=details,
        links=(
            *source_links(body.html, path, options.body, image),
            *site_addresses(body.html, path, options.reserved, options.body, is_scraped=origin != ""),
            *remote_pictures(body.html, path, image, options.body, origin=origin),
        ),
    )


def _record(parts: Split, diagnostics: Diagnostics) -> Record:
    if parts.front is None:
        hint = "start the file with ---, title, date, categories and ---"
        diagnostics.warn("front-matter.missing", WHOLE_FILE, "the file has no front matter", hint)
        return Record({}, diagnostics)
    fields, problems = read_fields(parts.front, parts.first_line, diagnostics.path, parts.form)
    diagnostics.extend(problems)
    return Record(fields, diagnostics)


def _body(path: str, record: Record, parts: Split, data: bytes, rules: BodyRules) -> _Body | None:
    engine = engine_of(record, path)
    tail = split_tail(parts.body, rules)
    used = engine_for(tail.text, engine, rules)
    body_problems.report_comments(record.diagnostics, tail.text, parts.body_line, used)
    try:
        raw = convert(tail.text, used, rules)
    except BodyError as error:
        record.diagnostics.error("body.nested", Position(parts.body_line, 1), error.reason, error.cure)
        return None
    html = raw.html
    body_problems.report(record.diagnostics, Converted(tail.text, parts.body_line, html, used), rules)
    text = "" if record.text("title") else plain_text(without_contents(html), _TEXT_LENGTH)
    return _Body(engine, tail, html, text, shown_bytes(tail.text, raw, parts.body, data))


def _has_content(record: Record, body: _Body) -> bool:
    """Tell whether there is something to publish: a title, or text to take a title from."""
    if body.text or record.text("title"):
        return True
    _add_empty(record)
    return False


def _add_empty(record: Record) -> None:
    message = "the post has neither a title nor a text"
    record.diagnostics.error("post.empty", WHOLE_FILE, message, "write the post, or delete the file")


def _title(record: Record, body: _Body) -> str:
    title = record.text("title")
    if title:
        return title
    title = clean(first_heading(body.html)) or clean(first_sentence(body.text))
    if not title:
        # The text has only invisible characters.
        _add_empty(record)
        return ""
    message = f"the post has no title; {quoted(title)} from its text is used"
    record.diagnostics.warn(
        "title.missing", record.position("title"), message, "write title: in the front matter"
    )
    return title


def _origin(details: str, rules: BodyRules) -> str:
    """Return the address of the original of a post, on a different site; "" if it has none there."""
    return origin_of(json.loads(details)["source_url"], rules) if '"source_url"' in details else ""


def _site_links(post: Post, body: _Body, first_line: int, options: ReadOptions) -> tuple[SiteLink, ...]:
    if all("://" in link for link in post.links):  # pictures of other hosts
        return ()
    is_scraped = _origin(post.details, options.body) != ""
    links = SiteLinks(post.path, options.reserved, options.body, is_scraped=is_scraped)
    return links.find(body.html, body.tail.text, first_line)


def _summary(record: Record, body: _Body, title: str) -> str:
    """Return the summary of the author, else the beginning of the article.

    Where an article has no other text, it is the sentence that became the title.
    """
    if written := record.text("summary", "excerpt", "description"):
        return written
    text = excerpt(body.html, title)
    return clean(summarize(text if text or record.text("title") else body.text))


def _date(record: Record, path: str, zone: ZoneInfo) -> datetime | None:
    """Return the date of the front matter, else the date of the file's name; never that of the clock."""
    written = record.text("date")
    date = parse_date(written, zone) if written else None
    if date:
        return date
    named = date_from_name(stem_of(path))
    date = parse_date(named, zone) if named else None
    code, reason = problem_of(written)
    message = f"date is {quoted(written)}, which {reason}" if written else "the post has no date"
    if date:
        message += f"; {named} from the file's name is used"
    add = record.diagnostics.warn if date else record.diagnostics.error
    add(code, record.position("date"), message, f"write it like one of: {FORMS}")
    return date


def _categories(record: Record, split_strings: bool) -> tuple[str, ...]:
    return _composed(record.texts("categories", "category", separator=SPACES if split_strings else None))


def _composed(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names in Unicode's composed form, so that two spellings of `é` are one term."""
    if all(map(str.isascii, names)):
        return names
    return tuple(dict.fromkeys(unicodedata.normalize("NFC", name) for name in names))
