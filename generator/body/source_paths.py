"""Find the paths that relative addresses in a body name: below content/, and in the output."""

from __future__ import annotations

from urllib.parse import unquote

from generator.addresses.folders import find_file_address

POST_SUFFIXES = (".md", ".markdown", ".html")


def beside(path: str, source: str) -> str | None:
    """Return a relative path as one from the site's root; None when it climbs out of content/."""
    segments = source.split("/")[:-1]
    plain = unquote(path, errors="surrogateescape").replace("\\", "/")
    for segment in plain.split("/"):
        if segment == "..":
            if len(segments) < 2:
                return None
            segments.pop()
        elif segment not in ("", "."):
            segments.append(segment)
    return "/".join(segments)


def in_own_folder(path: str, source: str) -> str | None:
    """Return a relative path as one in the folder of its source's own name (Hexo); None as for `beside`.

    `pic.png` in `content/posts/mill.md` is `content/posts/mill/pic.png`.
    """
    return beside(path, f"{source.rpartition('.')[0]}/")


def file_beside(path: str, source: str) -> str | None:
    """Return the output path of a file at a relative path from a source; None outside of content/."""
    file = beside(path, source)
    return find_file_address(file) if file else None
