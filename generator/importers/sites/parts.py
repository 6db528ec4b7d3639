"""Write the parts of an import that all kinds of sites have: articles, files, redirects from former lists."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from functools import partial
from pathlib import Path

from generator.addresses.links import href, to_root
from generator.core.errors import BackfileError
from generator.core.model import Problem
from generator.importers.article import RefusalError
from generator.importers.report import Outcome
from generator.importers.sites.folders import Kind, files_below
from generator.importers.sites.outcomes import Outcomes
from generator.importers.sites.pages import OldPage, article_of
from generator.importers.sites.placing import output_file, unknown_fields
from generator.importers.sites.static_files import StaticFiles, redirect_page
from generator.importers.sites.term_slugs import TermSlugs
from generator.importers.target import Archive
from generator.importers.writer import Writer
from generator.kinds.registry import reserved

_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
#: What of a text has no words for a title: pictures, elements and comments.
_NO_WORDS = re.compile(rf"!\[[^\]]*\]\([^)]*\)|{_COMMENT.pattern}|<[^<>]*>", re.DOTALL)
_WORD = re.compile(r"\w")


def check_apart(source: Path, root: Path) -> None:
    """Raise BackfileError if the archive would be in the folder of the site itself."""
    if root.resolve() == source.resolve():
        raise BackfileError(
            f"{root}: site and archive can't be in the same folder; name a different one for the archive"
        )


class Parts:
    """Writes what a site consists of into an archive, and counts it."""

    def __init__(
        self, archive: Archive, writer: Writer, files: StaticFiles, slugs: TermSlugs, outcomes: Outcomes
    ) -> None:
        self._archive, self._writer, self._files = archive, writer, files
        self._slugs, self._outcomes = slugs, outcomes
        self.unknown_fields: Counter[str] = Counter()

    def take(self, path: str, work: Callable[[], tuple[Outcome, str]], *, file: bool) -> None:
        """Import the file at a path by `work`, and count what became of it; see `Outcomes.take`."""
        self._outcomes.take(path, work, file=file)

    def put_page(self, page: OldPage, body: str) -> tuple[Outcome, str]:
        """Write a post or page. Raises RefusalError."""
        file = output_file(page.url) if page.url else ""
        if reserved(self._archive.config).has(file) and not file.startswith("archive"):
            if body.strip():
                reason = f"Backfile makes /{file} itself, so its text is not shown"
                raise RefusalError("import.made", reason, "give the text to its category or tag in site.yaml")
            raise RefusalError("import.made", f"Backfile makes /{file} itself", "nothing is to be done")
        if not page.title and not _COMMENT.sub("", body).strip():
            reason = "it has neither a title nor a text, so a layout makes it"
            raise RefusalError("import.template", reason, "see docs/themes.md")
        if not page.title and not _WORD.search(_NO_WORDS.sub("", body)):
            page = page._replace(title=posixpath.basename(posixpath.splitext(_named(page.place))[0]))
        placed = article_of(page, body, self._archive, self._slugs.category)
        if page.role == "post":
            self.unknown_fields.update(unknown_fields(placed.article))
        self._outcomes.tell(placed.problems(page.source))
        return self._writer.write(placed.article)

    def copy_file(self, file: Path, path: str) -> tuple[Outcome, str]:
        """Copy a file to a path of the site. Raises RefusalError and OSError."""
        return self._files.copy(file, path), f"content/static/{path}"

    def copy_folder(self, source: Path, folder: str, below: str = "") -> None:
        """Copy the files in a folder of the site, to the root or below a path of it."""
        for path, kind in files_below(source / folder):
            work = partial(self._copy_found, source / folder / path, kind, f"{below}{path}")
            self._outcomes.take(f"{folder}/{path}", work, file=True)

    def copy_files(self, folder: Path, paths: Iterable[str]) -> None:
        """Copy some files of a folder to their paths on the site."""
        for path in paths:
            self._outcomes.take(
                f"{folder.name}/{path}", partial(self.copy_file, folder / path, path), file=True
            )

    def redirect_lists(self, moved: Mapping[str, str], pages: Container[str]) -> None:
        """Write pages that redirect from the old output paths of lists to the new ones.

        A list whose path is that of one of the imported `pages` needs none.
        """
        for old, new in moved.items():
            if old in pages:
                continue
            self._outcomes.take(old, partial(self._redirect, old, new), file=True)

    def _copy_found(self, file: Path, kind: Kind, path: str) -> tuple[Outcome, str]:
        refuse_unread(kind)
        return self.copy_file(file, path)

    def _redirect(self, old: str, new: str) -> tuple[Outcome, str]:
        return self._files.write(old, redirect_page(to_root(old) + href(new))), f"content/static/{old}"

    def tell(self, *problems: Problem) -> None:
        """Report problems whose paths are relative to the site."""
        self._outcomes.tell(problems)


def _named(place: str) -> str:
    """Return the path of a file, or that of its folder if the page is the folder's own."""
    folder, _, name = place.rpartition("/")
    return folder if folder and name.startswith("index.") else place


def refuse_unread(kind: str) -> None:
    """Raise RefusalError for a link, and for a file whose name is not UTF-8."""
    if kind == "link":
        raise RefusalError("import.link", "symbolic links are not followed", "put the file itself there")
    if kind == "name":
        raise RefusalError("import.name", "the file's name is not UTF-8", "rename it")
