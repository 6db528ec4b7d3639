"""Give articles of a site their file names and the addresses that they had."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from generator.addresses import segments
from generator.addresses.links import href
from generator.addresses.written import UnservableError, is_kept
from generator.content.address import usable_path
from generator.content.frontmatter.keys import KEYS
from generator.core.digests import digest_text
from generator.core.model import Problem
from generator.importers.article import Article, Fields, RefusalError, Value
from generator.importers.target import Archive
from generator.kinds.registry import reserved_by
from generator.system.files import read_file

#: Characters that Windows does not allow in file names.
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')


class PlacedArticle(NamedTuple):
    """An article, and a warning about its address ("" for none)."""

    article: Article
    warning: str

    def problems(self, path: str) -> tuple[Problem, ...]:
        """Return the warning as a problem of the source at a path."""
        if not self.warning:
            return ()
        cure = "choose a different permalink, with redirect_from for the old one if possible"
        return (Problem(path, 0, 0, "import.address", self.warning, cure, "warning"),)


def file_name(name: str) -> str:
    """Return a file name that is valid on every system, not hidden, and no editor's temporary file."""
    safe = _NOT_IN_NAMES.sub("-", name).strip(". ").lstrip("#").rstrip("~")
    return segments.safe_segment(safe) or f"x-{digest_text(name)}"


def non_empty(fields: Fields) -> Fields:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value}


def placed(permalink: str, shown: str, natural: str, fields: Fields, archive: Archive) -> tuple[str, str]:
    """Return the output path of an article, and a warning; set `permalink` if its natural address differs.

    `permalink` is the one with which it has its old address, `shown` that address in messages.
    """
    try:
        path = usable_path(permalink, reserved_by(archive.config.permalink))
    except UnservableError as error:
        fields["aliases"] = (permalink, *_texts(fields.get("aliases")))
        return natural, f"its address {shown} becomes an alias of the new one: {error}"
    except ValueError as error:
        return natural, f"its address {shown} can't be kept: {error}"
    if path != natural:
        fields["permalink"] = permalink
    if not is_kept(permalink, path):
        return path, f"its address {shown} becomes /{path}: the old one is no file name on every system"
    return path, ""


def output_file(address: str) -> str:
    """Return the output path of an address."""
    plain = unquote(address).lstrip("/")
    return f"{plain}index.html" if plain.endswith("/") or not plain else plain


def menu_link(address: str, moved: Mapping[str, str]) -> str:
    """Return an address of a menu as a link of the option `navigation`; `moved` are new paths by old ones."""
    new = moved.get(output_file(address))
    return (href(new) if new else address.lstrip("/")) or "."


def unknown_fields(article: Article) -> list[str]:
    """Return the fields of an article that have no meaning in an archive."""
    return [name for name in article.fields if name not in KEYS]


def _texts(value: Value | None) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def read_limited(file: Path, max_bytes: int) -> bytes:
    """Return the bytes of a source. Raises RefusalError if there are too many, and OSError."""
    raw, state = read_file(str(file), max_bytes)
    if raw is None:
        reason = f"it has {state.st_size:,} bytes, more than the {max_bytes:,} of a post"
        raise RefusalError("import.too-large", reason, "shorten it, or raise posts.max_bytes in site.yaml")
    return raw
