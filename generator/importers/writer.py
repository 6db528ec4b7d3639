"""Write articles into an archive: never twice, never over edited posts, never outside the archive."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from generator.content.frontmatter.fields import read_fields
from generator.content.frontmatter.split import split
from generator.core.errors import BackfileError
from generator.importers.article import SLUG_PLACEHOLDER, Article, RefusalError
from generator.importers.existing import ExistingPosts
from generator.importers.post_file import Document, Mark, compose, read_mark
from generator.importers.register import Entry, Register
from generator.importers.report import Outcome
from generator.system.files import write_file
from generator.system.signals import block_signals

#: Fields that decide an address, so that the name of the file is free.
_ADDRESS = ("permalink", "slug")


class Writer:
    """Writes into the archive at `root`. `update` writes changed articles again; `dry` writes nothing."""

    def __init__(
        self,
        root: Path,
        posts: ExistingPosts,
        register: Register,
        max_bytes: int,
        *,
        update: bool,
        dry: bool,
    ) -> None:
        self.register = register
        self._posts = posts
        self._root = root
        self._content = (root / "content").resolve()
        self._max_bytes = max_bytes
        self._update = update
        self._dry = dry
        self._folder = lru_cache(maxsize=4096)(self._made_folder)

    def write(self, article: Article, *, foreign: bool = False) -> tuple[Outcome, str]:
        """Write an article unless it is there already; return the outcome and its path.

        `foreign`: its key is made from an id which, in a different source, may belong to a different article.
        Raises RefusalError if the archive could not read it, or another article has its address.
        """
        document = compose(article.fields, article.body, article.key)
        if len(document.data) > self._max_bytes:
            reason = f"it has {len(document.data):,} bytes, more than the {self._max_bytes:,} of a post"
            raise RefusalError(
                "import.too-large", reason, "shorten it, or raise posts.max_bytes in site.yaml"
            )
        known = self.register.entry(article.key)
        if known:
            return self._reimport(article, document, known, foreign=foreign), known.path
        slug = self._free_slug(article)
        path = article.path(slug)
        # With names that are claimed by nobody, the next import would take this article for a different one.
        with block_signals():
            self.register.claim(path, article.address.replace(SLUG_PLACEHOLDER, slug))
            return self._write_new(article, document, path, foreign=foreign), path

    def _write_new(self, article: Article, document: Document, path: str, *, foreign: bool) -> Outcome:
        """Write an article that the register does not know, unless a killed import has left it."""
        mark = self._mark(path)
        if mark:
            entry = Entry(path, mark.written, fresh=False)
            return self._reimport(article, document, entry, foreign=foreign)
        self._write_file(path, document.data)
        self.register.note(article.key, Entry(path, document.digest))
        return "added"

    def _free_slug(self, article: Article) -> str:
        """Return a slug with which the path and the address of a new article are free."""
        if SLUG_PLACEHOLDER not in article.address and self.register.claimed(article.address):
            reason = f"another article has its address /{article.address}"
            raise RefusalError("import.address", reason, "give it a different permalink")
        movable = SLUG_PLACEHOLDER in article.address or not article.fields.keys().isdisjoint(_ADDRESS)
        for slug in _slugs(article) if movable else (article.slug,):
            address = article.address.replace(SLUG_PLACEHOLDER, slug)
            taken = SLUG_PLACEHOLDER in article.address and self.register.claimed(address)
            if not taken and self._is_free(article.path(slug), article.key):
                return slug
        raise RefusalError(
            "import.address", "other articles have all its possible names", "give it a different slug"
        )

    def _is_free(self, path: str, key: bytes) -> bool:
        """Return whether a path is free, or has this article from an import that was killed."""
        if self.register.claimed(path):
            return False
        mark = self._mark(path)
        return mark.key == key if mark else not self._posts.has(path)

    def _reimport(self, article: Article, document: Document, known: Entry, *, foreign: bool) -> Outcome:
        """Decide what to do with an article that was imported before."""
        if known.fresh and known.digest != document.digest:
            reason = f"it has the same identity as {known.path}, which this import has met already"
            raise RefusalError("import.duplicate", reason, "give each an id of its own, or take one out")
        outcome = self._outcome(document, known)
        if foreign and outcome in ("changed", "updated") and self._is_another(article, known.path):
            reason = f"{known.path} has the same id, but a different title and date"
            cure = "ignore ids with --map id=, or give it a different id"
            raise RefusalError("import.duplicate", reason, cure)
        if outcome == "updated":
            self._write_file(known.path, document.data)
        digest = document.digest if outcome == "updated" else known.digest
        # Noted in any case, so that a second article with this key is found.
        self.register.note(article.key, Entry(known.path, digest))
        return outcome

    def _outcome(self, document: Document, known: Entry) -> Outcome:
        if not self._posts.has(known.path):
            return "present" if known.fresh else "removed"
        if known.digest == document.digest:
            return "present"
        if not self._update:
            return "changed"
        mark = self._mark(known.path)
        return "edited" if not mark or (mark.edited and mark.now != document.digest) else "updated"

    def _is_another(self, article: Article, path: str) -> bool:
        """Return whether an unedited post has neither the title nor the day of an article."""
        data = self._posts.data(path) or b""
        mark = read_mark(data)
        if not mark or mark.edited:
            return False  # Title and day may be the editor's.
        parts = split(data.decode("utf-8", "replace").replace("\r\n", "\n"))
        fields, _ = read_fields(parts.front or "", parts.first_line, path, parts.form)
        title, date = (str(fields[name].value) if name in fields else "" for name in ("title", "date"))
        is_titled_alike = title == article.fields.get("title", "")
        return not is_titled_alike and date[:10] != str(article.fields.get("date", ""))[:10]

    def _mark(self, path: str) -> Mark | None:
        """Return the mark of a post of the archive; None if there is no mark or no post."""
        data = self._posts.data(path)
        return None if data is None else read_mark(data)

    def _write_file(self, path: str, data: bytes) -> None:
        """Write a file by renaming a temporary one, so that nobody sees half a file."""
        if self._dry:
            return
        folder, _, name = path.rpartition("/")
        with replacement_of(self._folder(folder) / name) as temporary:
            write_file(str(temporary), data)

    def _made_folder(self, folder: str) -> Path:
        """Make a folder of the archive. Raises BackfileError if a link leads out of the archive's content."""
        path = self._root / folder
        if not path.resolve().is_relative_to(self._content):
            raise BackfileError(
                f"{path}: this folder leads out of the archive's content; nothing is written there"
            )
        path.mkdir(parents=True, exist_ok=True)
        return path


@contextlib.contextmanager
def replacement_of(path: Path) -> Iterator[Path]:
    """Yield the path of a temporary file, which replaces a file at the end unless an exception is raised."""
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        yield temporary
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _slugs(article: Article) -> Iterator[str]:
    """Yield the slug of an article, then slugs that its key makes unique."""
    mark = article.key.hex()
    yield article.slug
    yield f"{article.slug}-{mark[:8]}"
    yield f"{article.slug}-{mark}"
