"""Answer for an address: with an output, its problems, or the progress of reading."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from generator.addresses.links import SAFE_IN_PATH, href
from generator.core.errors import BackfileError
from generator.core.model import SEVERITIES, Problem
from generator.core.paths import SitePaths
from generator.core.wording import counted
from generator.formats.media_types import content_type, media_type
from generator.index.database import view
from generator.kinds.parts.search import MANIFEST
from generator.kinds.site_config import load_config
from generator.pipeline.build import now
from generator.preview import error_pages
from generator.preview.error_pages import Fault
from generator.preview.overlay import OWN, Badge
from generator.preview.page_builder import Output, PageBuilder, PostStatus
from generator.preview.sample import Sample
from generator.preview.search import QUERY, SCRIPT, SCRIPT_FILE, PreviewSearch
from generator.system.os_errors import describe

_HTML = "text/html"


class PreviewResponse(NamedTuple):
    """A response: bytes, or the file with them, or an address to redirect to (`location`)."""

    status: int
    kind: str = _HTML
    data: bytes | None = None
    file: Path | None = None
    badges: tuple[Badge, ...] = ()
    location: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it is a page, to which the overlay can be added."""
        return self.kind == _HTML and self.data is not None

    @property
    def content_type(self) -> str:
        """The media type; with the encoding, which is always UTF-8, for text."""
        return content_type(self.kind)


class Responder:
    """Answers for addresses; only for the thread that made it."""

    def __init__(self, paths: SitePaths) -> None:
        self._paths = paths
        self._pages: PageBuilder | None = None
        self._search: PreviewSearch | None = None
        self._inode = 0
        self._sample: Sample | None = None
        self._base: str | None = None
        self._last_base = "/"
        self.problems: tuple[Problem, ...] = ()
        self.reading = "the archive is being read"
        """The progress of the first reading of the archive, while it lasts."""
        self._site_faults: list[Fault] = []

    def open(self) -> None:
        """Show the whole archive from now on: its index is ready, or was made again."""
        file = self._paths.preview / "index.sqlite"
        found = file.stat().st_ino
        if self._pages is None or found != self._inode:
            self._close_pages()
            connection = view(file)
            self._pages, self._inode = PageBuilder(connection, self._paths), found
            self._search = PreviewSearch(connection, self._paths.preview / "texts.sqlite", self._page_bytes)
            self._close_sample()

    def prepare(self) -> None:
        """Prepare a sample of the archive."""
        with suppress(BackfileError, OSError):  # A request for a page reports it.
            if self._pages is None and self._sample is None:
                self._open_sample()

    def close(self) -> None:
        """Close all files."""
        self._close_sample()
        self._close_pages()

    def _close_pages(self) -> None:
        if self._search:
            self._search.close()
            self._search = None
        if self._pages:
            self._pages.close()
            self._pages = None

    def _close_sample(self) -> None:
        if self._sample:
            self._sample.close()
            self._sample = None

    def reload(self) -> None:
        """Read site.yaml and the theme again."""
        self._base = None
        for one in (self._pages, self._sample):
            if one:
                one.reload()

    def updated(self, problems: tuple[Problem, ...]) -> bool:
        """Show the current index; return whether more than its pages has changed."""
        has_news = bool(self._site_faults) or self.problems != problems or self._pages is None
        self._site_faults, self.problems = [], problems
        self.open()
        return has_news

    def update_failed(self, problems: Sequence[Problem], text: str) -> None:
        """Answer with the problems of the archive as a whole to every request for a page."""
        root = self._paths.root
        self._site_faults = (
            error_pages.of_problems(root, problems) if problems else error_pages.of_text(root, text)
        )

    def respond(self, address: str, query: str = "") -> PreviewResponse:
        """Return the response for a decoded path and a query. Raises as `PageBuilder.output` does."""
        base = self._site_base()
        if not address.startswith(base):
            return _outside_site(address, base)
        path = address.removeprefix(base)
        if path == "" or path.endswith("/"):
            path += "index.html"
        try:
            return self._search_response(path, query) or self._respond_to_path(path, base)
        except BackfileError as error:
            return _error_response(self._site_faults or error_pages.of_error(self._paths.root, error))
        except OSError as error:
            return _error_response(error_pages.of_text(self._paths.root, describe(error)))
        except sqlite3.Error as error:
            cure = "delete .backfile/preview/ and start again"
            text = f"the preview's index can't be read ({error}); {cure}"
            return _error_response(error_pages.of_text(self._paths.root, text))

    def all_problems(self) -> PreviewResponse:
        """Return the page of all problems."""
        found = self._site_faults or error_pages.of_problems(self._paths.root, self.problems)
        counts = Counter(problem.severity for problem in self.problems)
        told = [counted(counts[one], one) for one in SEVERITIES if counts[one] or one != "notice"]
        lead = f"{', '.join(told)}. " if found else ""
        lead += "Posts with errors are set aside; those with warnings are published." if found else "None."
        more = len(self.problems) - error_pages.MAX_PROBLEMS
        return PreviewResponse(200, data=error_pages.page("Problems", lead, found, max(0, more)))

    def _site_base(self) -> str:
        """Return the decoded path of the site in slashes; the last one if site.yaml is invalid."""
        if self._base is None:
            with suppress(BackfileError):
                path = unquote(urlsplit(load_config(self._paths.config).url).path)
                self._base = self._last_base = f"/{path.strip('/')}/" if path.strip("/") else "/"
        return self._base or self._last_base

    def _respond_to_path(self, path: str, base: str) -> PreviewResponse:
        if self._site_faults and media_type(path) == _HTML:
            return _error_response(self._site_faults)
        source = self._pages or self._sample or self._open_sample()
        found = source.output(path)
        if found and not (found.post and found.post.stand_in):
            return self._output_response(found, path, 200)
        status = found.post if found else None
        errors = source.errors_of(status.source) if status else source.errors_at(path)
        if errors:
            return self._post_errors(errors, kept=status is not None)
        if not path.endswith("index.html") and source.output(f"{path}/index.html"):
            return PreviewResponse(308, location=f"{_quoted(base)}{href(path)}/")
        return self._missing(source) if self._pages else self._not_read_yet()

    def _search_response(self, path: str, query: str) -> PreviewResponse | None:
        """Return the response to the module search.js; None for other paths, and before posts are read."""
        if self._search is None or path not in (MANIFEST.path(), QUERY, SCRIPT):
            return None
        if path == SCRIPT:
            return PreviewResponse(200, "text/javascript", SCRIPT_FILE.read_bytes())
        if path == QUERY:
            return PreviewResponse(200, "application/json", self._search.answer(dict(parse_qsl(query))))
        return PreviewResponse(200, "application/json", self._search.manifest())

    def _page_bytes(self, path: str) -> bytes | None:
        found = self._pages.output(path) if self._pages else None
        return found.data if found else None

    def _open_sample(self) -> Sample:
        self._sample = Sample(self._paths)
        return self._sample

    def _output_response(self, found: Output, path: str, status: int) -> PreviewResponse:
        if found.data is None and found.file:
            return (
                PreviewResponse(status, media_type(path), file=found.file)
                if self._is_inside(found)
                else PreviewResponse(404, "text/plain")
            )
        badges = (*_status_badges(found.post), *self._badges())
        return PreviewResponse(
            status, media_type(path), found.data, badges=badges if media_type(path) == _HTML else ()
        )

    def _is_inside(self, found: Output) -> bool:
        """Tell whether a file lies in the content: since it was read, a link may have replaced it."""
        if found.file is None or not found.of_content:
            return True
        content = os.path.realpath(self._paths.root / "content")
        return os.path.realpath(found.file).startswith(content + os.sep) and not found.file.is_symlink()

    def _missing(self, source: PageBuilder | Sample) -> PreviewResponse:
        found = source.output("404.html")
        if found:
            return self._output_response(found, "404.html", 404)
        return PreviewResponse(404, data=error_pages.page("Not found", "There is nothing at this address."))

    def _post_errors(self, errors: Sequence[Problem], *, kept: bool) -> PreviewResponse:
        lead = "This post is set aside until it is corrected; all others are shown."
        if kept:
            lead = "This post has errors now; readers see its last good page until it is corrected."
        found = error_pages.of_problems(self._paths.root, errors)
        return PreviewResponse(500, data=error_pages.page("A post with errors", lead, found))

    def _not_read_yet(self) -> PreviewResponse:
        lead = "This page needs all posts. It appears as soon as they are read."
        badge = Badge("reading", self.reading)
        return PreviewResponse(503, data=error_pages.page("Reading the archive", lead), badges=(badge,))

    def _badges(self) -> tuple[Badge, ...]:
        """Return the badges of all pages."""
        found = []
        if self._pages is None:
            found.append(Badge("reading", self.reading))
        if self.problems:
            found.append(Badge("problems", counted(len(self.problems), "problem"), f"{OWN}problems"))
        return tuple(found)


def _status_badges(status: PostStatus | None) -> tuple[Badge, ...]:
    if status is None:
        return ()
    draft = [Badge("draft", "draft")] if status.draft else []
    due = [Badge("due", f"due {status.date[:16].replace('T', ' ')}")] if status.stamp > now() else []
    return (*draft, *due)


def _outside_site(address: str, base: str) -> PreviewResponse:
    """Return the response for an address that is not below the path of the site's URL."""
    if address == "/" or f"{address}/" == base:
        return PreviewResponse(307, location=_quoted(base))
    lead = f"According to the url in site.yaml, this site is at {base}."
    return PreviewResponse(404, data=error_pages.page("Not found", lead))


def _quoted(path: str) -> str:
    return quote(path, safe=f"/{SAFE_IN_PATH}")


def _error_response(found: Sequence[Fault]) -> PreviewResponse:
    lead = "The page comes back as soon as this is corrected."
    return PreviewResponse(500, data=error_pages.page("The page can't be made", lead, found))
