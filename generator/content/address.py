"""Read the address of a post from its file: slug, permalink, aliases."""

from __future__ import annotations

from generator.addresses import segments
from generator.addresses.routes import Reserved
from generator.content.dates import without_date
from generator.content.frontmatter.record import Record
from generator.core.digests import digest_text
from generator.core.wording import quoted

#: Bytes of an output path; systems allow some 4,000 (and 1,000 on macOS) with the site's own folder.
MAX_PATH_BYTES = 800


def stem_of(path: str) -> str:
    """Return a path's file name without its suffix."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


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


def permalink_of(record: Record, reserved: Reserved) -> str:
    """Return the output path that the post asks for, or ""; a path that can't be used is an error."""
    written = record.text("permalink")
    try:
        return usable_path(written, reserved) if written else ""
    except ValueError as error:
        message = f"the permalink {quoted(written)} can't be used: {error}"
        hint = "write a path of this site, such as /a/b.html"
        record.diagnostics.error("permalink.unusable", record.position("permalink"), message, hint)
        return ""


def aliases_of(record: Record, reserved: Reserved) -> tuple[str, ...]:
    """Return the output paths of former addresses; those that can't be used are left out with a warning."""
    paths: dict[str, None] = {}
    for written in record.texts("aliases", "redirect_from"):
        try:
            paths[usable_path(written, reserved)] = None
        except ValueError as error:
            message = f"the alias {quoted(written)} is left out: {error}"
            hint = "write a path of this site, such as /old/b.html"
            record.diagnostics.warn(
                "alias.unusable", record.position("aliases", "redirect_from"), message, hint
            )
    return tuple(paths)


def usable_path(address: str, reserved: Reserved) -> str:
    """Return the output path of an address that an author wrote. Raises ValueError, with a reason to show."""
    path = segments.output_path(address)
    if reserved.has(path):
        raise ValueError("the program itself puts a page there")
    if len(path.encode()) > MAX_PATH_BYTES:
        raise ValueError(f"an address has at most {MAX_PATH_BYTES} bytes")
    return path
