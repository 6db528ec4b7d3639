"""Define the values that all layers share: a post, a problem, a position in a file.

Posts and problems travel between processes by the thousand, so they are
named tuples: a frozen dataclass takes five times as long to pickle.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

#: An error sets a file aside (quarantine), a warning does not. A notice tells what may well be intended.
Severity = Literal["error", "warning", "notice"]
#: The gravest first.
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

#: What a file under content/ is: `file` lies beside posts and pages, `static` below content/static/.
Role = Literal["post", "page", "file", "static"]


class Position(NamedTuple):
    """A line and a column in a file, from 1; zeros mean the file as a whole."""

    line: int = 0
    column: int = 0


WHOLE_FILE = Position()


class Problem(NamedTuple):
    """Something that is wrong with a file, and how its author can correct it.

    `path` is relative to the site's root, with forward slashes. `line` and
    `column` count from 1; 0 means the file as a whole. `code` is stable and
    greppable (`front-matter.quote`); `hint` is the cure, in the imperative.
    An error sets the file aside (quarantine); a warning does not, and a notice fails no strict build.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """`path:line:column`, as compilers print it; without zeros."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)

    def __str__(self) -> str:
        """`path:line:column: message (hint)`."""
        return f"{self.place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class Post(NamedTuple):
    """A post as its file describes it, before the archive gives it an address.

    `stamp` is microseconds since the epoch in UTC and orders posts; `date` is
    the same instant in the site's time zone, ISO 8601 to the second with its
    offset (`2021-12-28T07:35:22+08:00`), which pages show and addresses use.
    Static pages have no date: `stamp` 0 and `date` empty. `expires` is a stamp.
    `permalink` and `aliases` are output paths (`a/b/index.html`), not URLs; an alias with a query is
    `path?query`.
    `details` is a JSON object with the values that only the post's own page shows: any of
    updated, source, source_url, authors, image, image_alt, lang, layout, engine,
    translations (an object of languages and addresses), shown (where the file has the bytes of a body that
    is shown as it is); of a static page also nav and weight, of a post pictures (what its first picture may
    be, as in `links`).
    `links` are source paths of other posts that its body links to, and of files that it may show; addresses
    of this archive, each from `/` on; then the pictures of other hosts, each as
    `generator.pictures.addresses.normal` has it.
    """

    path: str
    title: str
    stamp: int
    date: str
    slug: str
    permalink: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    aliases: tuple[str, ...]
    draft: bool
    expires: int | None
    summary: str
    details: str
    links: tuple[str, ...]


class SiteLink(NamedTuple):
    """A relative link or picture of a body, which leads nowhere if the archive has none of its targets.

    A target is the path of a post or page (`content/posts/b.md`), or an address as
    `generator.addresses.stem.stem`; `other` is "" where there is only one. `element` is `a` for a link.
    """

    line: int
    column: int
    element: str
    written: str
    target: str
    other: str = ""


class Parsed(NamedTuple):
    """The result of reading one file: a post, or None if an error is among the problems.

    `links` are those of a body whose original is not known, so that they lead into this archive or nowhere.
    """

    post: Post | None
    problems: tuple[Problem, ...]
    links: tuple[SiteLink, ...] = ()
