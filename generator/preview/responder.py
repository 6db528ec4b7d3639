"""What is shown at an address: an output, what is wrong with it, or how far reading has come."""

from __future__ import annotations

import mimetypes
import os
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from generator.addresses.links import SAFE_IN_PATH, href
from generator.config.load import load_config
from generator.core.errors import BackfileError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index.database import view
from generator.pipeline.build import now
from generator.preview import error_pages
from generator.preview.error_pages import Fault
from generator.preview.overlay import OWN, Badge
from generator.preview.page_builder import Output, Pages, Standing
from generator.preview.sample import Sample
from generator.system.os_errors import sentence

_TYPES = mimetypes.MimeTypes(filenames=())
#: Types that the standard library does not know, or that hosts give otherwise.
_OTHER_TYPES = {
    ".md": "text/markdown",
    ".opml": "text/x-opml",
    ".rss": "application/rss+xml",
    ".xml": "application/xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
#: Types besides text that are written in UTF-8.
_TEXTS = (
    "application/json",
    "application/manifest+json",
    "application/xml",
    "application/rss+xml",
    "image/svg+xml",
)
_HTML = "text/html"


class Shown(NamedTuple):
    """An answer: bytes, or the file that they are in, or (`location`) where to go instead."""

    status: int
    kind: str = _HTML
    data: bytes | None = None
    file: Path | None = None
    badges: tuple[Badge, ...] = ()
    location: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it is a page, which can be dressed."""
        return self.kind == _HTML and self.data is not None

    @property
    def content_type(self) -> str:
        """The type, with the encoding of what is text (all of ours is in UTF-8)."""
        is_text = self.kind.startswith("text/") or self.kind in _TEXTS
        return f"{self.kind}; charset=utf-8" if is_text else self.kind


class Responder:
    """Answers for addresses; all of it in one thread, the one that made it."""

    def __init__(self, paths: SitePaths) -> None:
        self._paths = paths
        self._pages: Pages | None = None
        self._inode = 0
        self._early: Sample | None = None
        self._base: str | None = None
        self._last_base = "/"
        self.problems: tuple[Problem, ...] = ()
        self.reading = "the archive is being read"
        """How far the first reading of the archive has come, as long as it goes on."""
        self._broken: list[Fault] = []

    def open(self) -> None:
        """Begin to show the whole archive: its index is there, or another one is."""
        file = self._paths.preview / "index.sqlite"
        found = file.stat().st_ino
        if self._pages is None or found != self._inode:
            self._drop_pages()
            self._pages, self._inode = Pages(view(file), self._paths), found
            self._drop_early()

    def prepare(self) -> None:
        """Be ready to show a sample of the archive."""
        with suppress(BackfileError, OSError):  # Whoever asks for a page is told.
            if self._pages is None and self._early is None:
                self._sample()

    def close(self) -> None:
        """Let go of all files."""
        self._drop_early()
        self._drop_pages()

    def _drop_pages(self) -> None:
        if self._pages:
            self._pages.close()
            self._pages = None

    def _drop_early(self) -> None:
        if self._early:
            self._early.close()
            self._early = None

    def forget_look(self) -> None:
        """Read site.yaml and the theme again."""
        self._base = None
        for one in (self._pages, self._early):
            if one:
                one.forget_look()

    def updated(self, problems: tuple[Problem, ...]) -> bool:
        """Show the index as it is now; return whether anything but its pages is another."""
        news = bool(self._broken) or self.problems != problems or self._pages is None
        self._broken, self.problems = [], problems
        self.open()
        return news

    def broke(self, problems: Sequence[Problem], text: str) -> None:
        """Show what is wrong with the archive as a whole, whatever is asked for."""
        root = self._paths.root
        self._broken = (
            error_pages.of_problems(root, problems) if problems else error_pages.of_text(root, text)
        )

    def show(self, address: str) -> Shown:
        """Return what is at the decoded path of a URL. Raises SourceChangedError, see `Pages.output`."""
        base = self._site_base()
        if not address.startswith(base):
            return _elsewhere(address, base)
        path = address.removeprefix(base)
        if path == "" or path.endswith("/"):
            path += "index.html"
        try:
            return self._shown(path, base)
        except BackfileError as error:
            return _failed(self._broken or error_pages.of_error(self._paths.root, error))
        except OSError as error:
            return _failed(error_pages.of_text(self._paths.root, sentence(error)))
        except sqlite3.Error as error:
            cure = "delete .backfile/preview/ and start again"
            text = f"the preview's index can't be read ({error}); {cure}"
            return _failed(error_pages.of_text(self._paths.root, text))

    def all_problems(self) -> Shown:
        """Return a page of everything that is wrong."""
        found = self._broken or error_pages.of_problems(self._paths.root, self.problems)
        counts = Counter(problem.severity for problem in self.problems)
        lead = (
            f"{_count(counts['error'], 'error')}, {_count(counts['warning'], 'warning')}. " if found else ""
        )
        lead += "Posts with errors are set aside; those with warnings are published." if found else "None."
        more = len(self.problems) - error_pages.MOST
        return Shown(200, data=error_pages.page("Problems", lead, found, max(0, more)))

    def _site_base(self) -> str:
        """Return the decoded path of the site, with slashes around it; while it is broken the last one."""
        if self._base is None:
            with suppress(BackfileError):
                path = unquote(urlsplit(load_config(self._paths.config).url).path)
                self._base = self._last_base = f"/{path.strip('/')}/" if path.strip("/") else "/"
        return self._base or self._last_base

    def _shown(self, path: str, base: str) -> Shown:
        if self._broken and _kind(path) == _HTML:
            return _failed(self._broken)
        source = self._pages or self._early or self._sample()
        found = source.output(path)
        if found and not (found.standing and found.standing.stand_in):
            return self._of(found, path, 200)
        standing = found.standing if found else None
        errors = source.errors_of(standing.source) if standing else source.errors_at(path)
        if errors:
            return self._quarantined(errors, kept=standing is not None)
        if not path.endswith("index.html") and source.output(f"{path}/index.html"):
            return Shown(308, location=f"{_quoted(base)}{href(path)}/")
        return self._missing(source) if self._pages else self._waiting()

    def _sample(self) -> Sample:
        self._early = Sample(self._paths)
        return self._early

    def _of(self, found: Output, path: str, status: int) -> Shown:
        if found.data is None and found.file:
            return (
                Shown(status, _kind(path), file=found.file)
                if self._is_inside(found)
                else Shown(404, "text/plain")
            )
        badges = (*_standing_badges(found.standing), *self._badges())
        return Shown(status, _kind(path), found.data, badges=badges if _kind(path) == _HTML else ())

    def _is_inside(self, found: Output) -> bool:
        """Tell whether a file is where it seems to be: a link may have taken its place since it was read."""
        if found.file is None or not found.of_content:
            return True
        content = os.path.realpath(self._paths.root / "content")
        return os.path.realpath(found.file).startswith(content + os.sep) and not found.file.is_symlink()

    def _missing(self, source: Pages | Sample) -> Shown:
        found = source.output("404.html")
        if found:
            return self._of(found, "404.html", 404)
        return Shown(404, data=error_pages.page("Not found", "There is nothing at this address."))

    def _quarantined(self, errors: Sequence[Problem], *, kept: bool) -> Shown:
        lead = "This post is set aside until it is mended; all others are shown."
        if kept:
            lead = "This post went bad; readers see its last good page until it is mended."
        found = error_pages.of_problems(self._paths.root, errors)
        return Shown(500, data=error_pages.page("A post with errors", lead, found))

    def _waiting(self) -> Shown:
        lead = "This page needs all posts, and appears by itself when they are read."
        badge = Badge("reading", self.reading)
        return Shown(503, data=error_pages.page("Reading the archive", lead), badges=(badge,))

    def _badges(self) -> tuple[Badge, ...]:
        """Return what is said on all pages."""
        found = []
        if self._pages is None:
            found.append(Badge("reading", self.reading))
        if self.problems:
            found.append(Badge("problems", _count(len(self.problems), "problem"), f"{OWN}problems"))
        return tuple(found)


def _standing_badges(standing: Standing | None) -> tuple[Badge, ...]:
    if standing is None:
        return ()
    draft = [Badge("draft", "draft")] if standing.draft else []
    due = [Badge("due", f"due {standing.date[:16].replace('T', ' ')}")] if standing.stamp > now() else []
    return (*draft, *due)


def _elsewhere(address: str, base: str) -> Shown:
    """Answer for what is not below the path of the site's URL."""
    if address == "/" or f"{address}/" == base:
        return Shown(307, location=_quoted(base))
    lead = f"By the url in site.yaml this site is at {base}."
    return Shown(404, data=error_pages.page("Not found", lead))


def _quoted(path: str) -> str:
    return quote(path, safe=f"/{SAFE_IN_PATH}")


def _failed(found: Sequence[Fault]) -> Shown:
    lead = "This page comes back by itself when it is mended."
    return Shown(500, data=error_pages.page("The page can't be made", lead, found))


def _kind(path: str) -> str:
    """Return the media type of an output path."""
    suffix = PurePosixPath(path).suffix.lower()
    return _OTHER_TYPES.get(suffix) or _TYPES.guess_type(f"a{suffix}")[0] or "application/octet-stream"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
