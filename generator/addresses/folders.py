"""Map the folders under content/ to those of the output."""

from __future__ import annotations

#: Where files beside posts lie below content/, and in the output; and where static files lie.
BESIDE_POSTS, FILES = "content/posts/", "files/"
STATIC = "content/static/"
#: Folders under content/, and where their files lie below the root of the output.
_FOLDERS = ((STATIC, ""), ("content/pages/", ""), (BESIDE_POSTS, FILES))


def find_file_address(path: str) -> str | None:
    """Return the output path of a file beside posts or pages, or of a static file; None for other paths."""
    for folder, target in _FOLDERS:
        if path.startswith(folder):
            return target + path.removeprefix(folder)
    return None


def paths_at(address: str) -> tuple[str, ...]:
    """Return the paths at which a file may be that has an output path: the inverse of `find_file_address`."""
    return tuple(
        folder + address.removeprefix(target) for folder, target in _FOLDERS if address.startswith(target)
    )


def file_address(path: str) -> str:
    """Return the output path of a file beside posts, or of a static file. Raises ValueError for others."""
    address = find_file_address(path)
    if address is None:
        raise ValueError(f"not a file of the archive: {path}")
    return address
