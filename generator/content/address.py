"""Read the address of a post from its file: slug, permalink, aliases."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime

from generator.addresses import segments
from generator.addresses.jekyll import filled, has_placeholders, post_parts
from generator.addresses.routes import NOTHING_RESERVED, Reserved
from generator.addresses.written import UnservableError, has_values, is_kept, output_path, request_path
from generator.content.dates import without_date
from generator.content.frontmatter.record import Record
from generator.core.digests import digest_text
from generator.core.wording import quoted

#: Bytes of an output path; systems allow some 4,000 (and 1,000 on macOS) with the site's own folder.
MAX_PATH_BYTES = 800


#: The file of a post that is a folder with its pictures (in Hugo a bundle), perhaps with its language.
_BUNDLE = re.compile(r"_?index(\.[a-z]{2,3}(?:-[a-z]{2,4})?)?", re.IGNORECASE)
_POSTS, _PAGES = "content/posts/", "content/pages/"


def stem_of(path: str) -> str:
    """Return the name of a post or page: that of its file without the suffix.

    A post `fire/index.md` has the name of its folder, and `fire/index.en.md` is `fire.en`. A page
    `about/_index.md` is `index`, since its address has the folder.
    """
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    bundle = _BUNDLE.fullmatch(stem)
    if bundle is None:
        return stem
    if folder.startswith(_POSTS):
        return f"{folder.rpartition('/')[2]}{bundle[1] or ''}"
    return stem.lstrip("_") if path.startswith(_PAGES) else stem


def slug_of(record: Record, path: str) -> str:
    """Return the last part of the address: the post's slug, else its file name without the date."""
    written = record.text("slug")
    if written:
        slug = segments.slugify(written)
        if slug:
            return slug
        message = f"the slug {quoted(written)} has no character that an address can have"
        record.diagnostics.warn(
            "slug.unusable", record.position("slug"), message, "use letters, digits and hyphens"
        )
    return segments.slugify(without_date(stem_of(path))) or digest_text(path)


def written_permalink(record: Record, path: str, date: datetime | None, categories: tuple[str, ...]) -> str:
    """Return the permalink with Jekyll's placeholders filled in, or ""; an unknown placeholder is an error.

    A static page has no `date`, and as in Jekyll only the placeholders of its path.
    """
    written = record.text("permalink")
    if not has_placeholders(written):
        return written
    slug = record.text("slug") or without_date(stem_of(path))
    if date is not None:
        below = path.removeprefix(_POSTS).rpartition(".")[0]
        parts = post_parts(date, categories, slug, stem_of(path), below)
    else:
        folder = path.removeprefix(_PAGES).rpartition("/")[0]
        parts = {"path": folder, "basename": stem_of(path), "output_ext": ".html"}
    try:
        return filled(written, parts)
    except ValueError as error:
        message = f"the permalink {quoted(written)} can't be used: {error}"
        hint = f"use one of {', '.join(f':{name}' for name in parts)}"
        record.diagnostics.error("permalink.unusable", record.position("permalink"), message, hint)
        return ""


def permalink_of(record: Record, written: str, reserved: Reserved) -> str:
    """Return the output path that the post asks for by its `written_permalink`, or "".

    A path that can't be used is an error. An address that no static host can answer is a warning: the post
    is published at its default address, and the other one is among its aliases.
    """
    if not written:
        return ""
    try:
        path = usable_path(written, reserved)
    except UnservableError as error:
        message = f"the permalink {quoted(written)} can't be kept: {error}; the default address is used"
        _warn(record, "permalink.unservable", message, f"write a path such as /a/b.html; {_SERVERS}")
        return ""
    except ValueError as error:
        message = f"the permalink {quoted(written)} can't be used: {error}"
        hint = "write a path of this site, such as /a/b.html"
        record.diagnostics.error("permalink.unusable", record.position("permalink"), message, hint)
        return ""
    if not is_kept(written, path):
        message = f"the permalink {quoted(written)} becomes /{path}: not every system can have such a file"
        _warn(record, "permalink.changed", message, _PLAIN)
    return path


def aliases_of(
    record: Record, permalink: str, reserved: Reserved, redirects: tuple[str, ...] = ("html",)
) -> tuple[str, ...]:
    """Return the output paths of redirects from former addresses; unusable ones are left out with a warning.

    An alias with a query is `path?query`, which is no file. `redirects` are the forms in which redirects are
    written; those for servers have such aliases, and those that only a program could answer.
    """
    found: dict[str, None] = {}
    for written in record.texts("aliases", "redirect_from"):
        try:
            path = usable_request(written, reserved)
        except ValueError as error:
            message = f"the alias {quoted(written)} is left out: {error}"
            _warn_of_alias(
                record, "alias.unusable", message, "write a path of this site, such as /old/b.html"
            )
            continue
        found[path] = None
        if unanswered := _unanswered(written, path, redirects):
            reason, cure = unanswered
            message = f"the alias {quoted(written)} does not lead to the post at all hosts: {reason}"
            _warn_of_alias(record, "alias.unservable", message, cure)
        elif "?" not in path and not is_kept(written, path):
            message = f"the alias {quoted(written)} becomes /{path}: not every system can have such a file"
            _warn_of_alias(record, "alias.changed", message, _PLAIN)
    if permalink and _unservable(permalink):
        with suppress(ValueError):
            found[usable_request(permalink, reserved)] = None
    return tuple(found)


_SERVERS = "for servers that know redirects, add netlify or nginx to redirects in site.yaml"
_PLAIN = 'write it without <>:"|?* and without dots or spaces at the end of a name'


def _warn(record: Record, code: str, message: str, hint: str) -> None:
    record.diagnostics.warn(code, record.position("permalink"), message, hint)


def _warn_of_alias(record: Record, code: str, message: str, hint: str) -> None:
    record.diagnostics.warn(code, record.position("aliases", "redirect_from"), message, hint)


def _unanswered(written: str, path: str, redirects: tuple[str, ...]) -> tuple[str, str] | None:
    """Return why some host does not redirect from an alias, and the cure; None if all do."""
    query = path.partition("?")[2]
    if "netlify" in redirects and query and not has_values(query):
        return "rules of Netlify can't compare a query without =", "use a function there, or nginx"
    if {"netlify", "nginx"}.isdisjoint(redirects) and (reason := _unservable(written)):
        return reason, _SERVERS
    return None


def _unservable(address: str) -> str:
    """Return why no static host can answer an address with a page, or ""."""
    try:
        output_path(address)
    except UnservableError as error:
        return str(error)
    except ValueError:
        pass
    return ""


def usable_path(address: str, reserved: Reserved) -> str:
    """Return the output path of an address that an author wrote.

    Raises UnservableError for an address that no static host can answer with a page, else ValueError, both
    with a reason to show.
    """
    return _usable(output_path(address), reserved)


def usable_request(address: str, reserved: Reserved) -> str:
    """Return the output path of a redirect from an address, or `path?query`. Raises ValueError likewise."""
    path = request_path(address)
    # The program's own pages have no queries, so a redirect from one of theirs hides no page.
    return _usable(path, NOTHING_RESERVED if "?" in path else reserved)


def _usable(path: str, reserved: Reserved) -> str:
    if reserved.has(path):
        raise ValueError("the program itself puts a page there")
    if len(path.encode()) > MAX_PATH_BYTES:
        raise ValueError(f"an address has at most {MAX_PATH_BYTES} bytes")
    return path
