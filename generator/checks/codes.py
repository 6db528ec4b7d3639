"""List the kinds of problems that a check finds: code, severity and name. docs/check.md has the cures."""

from __future__ import annotations

from typing import NamedTuple

from generator.core.model import Problem, Severity


class Kind(NamedTuple):
    """A kind of problem: its severity, and its name for people."""

    severity: Severity
    name: str


#: Kinds that only a check reports; a build does not.
KINDS: dict[str, Kind] = {
    "front-matter.unknown-key": Kind("warning", "a key that is probably misspelt"),
    "category.near": Kind("warning", "a category that is probably a different one, misspelt"),
    "tag.near": Kind("warning", "a tag that is probably a different one, misspelt"),
    "date.file-name": Kind("warning", "the date contradicts the file's name"),
    "date.order": Kind("warning", "the post changed or expired before its date"),
    "date.far": Kind("warning", "the date is more than a year ahead"),
    "duplicate.title": Kind("warning", "two posts of a day have the same title"),
    "duplicate.body": Kind("warning", "two posts of a category have the same text"),
    "link.missing": Kind("error", "the link leads nowhere"),
    "link.case": Kind("error", "the link has other capital letters than its target"),
    "link.suffix": Kind("warning", "the link lacks .html"),
    "link.unpublished": Kind("warning", "the link leads to a post that is not published"),
    "link.outside": Kind("warning", "the link is not allowed in a page"),
    "link.empty": Kind("warning", "the link has no address"),
    "link.template": Kind("error", "the link has a template tag in it"),
    "anchor.missing": Kind("warning", "the page has no such id"),
    "picture.missing": Kind("error", "the picture is not there"),
    "picture.lost": Kind("warning", "a picture of another host is lost"),
    "picture.unfetched": Kind("notice", "pictures of other hosts are not kept yet"),
    "picture.unstored": Kind("warning", "the store lacks kept pictures"),
    "picture.orphan": Kind("notice", "no post shows a kept picture"),
    "picture.large": Kind("notice", "kept pictures are large"),
    "picture.type": Kind("notice", "kept pictures are of another type than they seem"),
    "picture.alt": Kind("notice", "pictures have no alternative text"),
    "picture.substitute": Kind("warning", "a host may have sent a picture in place of others"),
    "picture.bytes": Kind("notice", "the bytes of kept pictures, by month"),
    "picture.unused": Kind("notice", "no post shows a picture that lies beside posts"),
    "picture.damaged": Kind("warning", "a picture beside posts, or a static one, can't be opened"),
    "address.moved": Kind("error", "a page moves to a different address"),
    "address.gone": Kind("warning", "an address would be removed"),
    "search.size": Kind("warning", "the search index makes the site too large for a host"),
    "external.gone": Kind("error", "the other site has no such page"),
    "external.moved": Kind("warning", "the page has moved for good"),
    "external.refused": Kind("warning", "the other site refuses the request"),
    "external.failing": Kind("warning", "the other site answers with an error"),
    "external.unreachable": Kind("warning", "the other site can't be reached"),
}

#: The families of codes that a build reports.
_BUILD_FAMILIES = (
    "address", "alias", "body", "date", "draft", "front-matter", "image", "lang", "language", "layout",
    "markdown", "navigation", "pack", "permalink", "picture", "post", "scan", "slug", "source", "title",
    "translations",
)  # fmt: skip
FAMILIES = tuple(sorted({*_BUILD_FAMILIES, *(code.partition(".")[0] for code in KINDS)}))


def finding(code: str, path: str, position: tuple[int, int], message: str, hint: str) -> Problem:
    """Return a problem of one of `KINDS`, at a line and column of a file; (0, 0) is the whole file."""
    return Problem(path, *position, code, message, hint, KINDS[code].severity)


def is_code(code: str) -> bool:
    """Tell whether a code or a family of codes exists. Of a build, only the families are known here."""
    family = code.partition(".")[0]
    return code in KINDS or code in FAMILIES or (family in _BUILD_FAMILIES and not code.endswith("."))


def is_selected(code: str, only: tuple[str, ...], ignored: tuple[str, ...]) -> bool:
    """Tell whether problems with a code are wanted; a family (`link`) means all of its codes."""
    family = code.partition(".")[0]
    return (not only or code in only or family in only) and code not in ignored and family not in ignored
