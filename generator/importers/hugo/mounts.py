"""Find the folders from which a Hugo site takes its content and its static files (`module.mounts`)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.importers.article import Value
from generator.importers.sites.config_files import group, lowered
from generator.importers.sites.front_matter import Data, text, texts


class Mount(NamedTuple):
    """A folder of the site, where its files appear below the content or the root (`a/`), its language."""

    folder: str
    below: str
    language: str = ""


class Mounts(NamedTuple):
    """The folders of content and of static files; messages about those that are not read."""

    content: tuple[Mount, ...]
    static: tuple[Mount, ...]
    notes: tuple[str, ...] = ()


def mounts_of(values: Data, content: tuple[Mount, ...], static: tuple[Mount, ...]) -> Mounts:
    """Return the folders that the settings name; the usual ones, if they name none of a kind."""
    module = lowered(group(values, "module"))
    written = module.get("mounts")
    found: dict[str, list[Mount]] = {"content": [], "static": []}
    notes = []
    for kind, mount in _read(written if isinstance(written, list) else []):
        if mount.folder.startswith(("../", "/")) or mount.folder == "..":
            notes.append(
                f"{mount.folder} is outside of the site's folder and is not read: copy it into the site"
            )
        else:
            found[kind].append(mount)
    if module.get("imports"):
        notes.append(
            "modules (module.imports) are not read: run `hugo mod vendor`, and mount what texts need"
        )
    return Mounts(tuple(found["content"]) or content, tuple(found["static"]) or static, tuple(notes))


def _read(written: list[Value]) -> Iterator[tuple[str, Mount]]:
    for one in written:
        values = lowered(dict(one)) if isinstance(one, Mapping) else {}
        source, target = text(values.get("source")), posixpath.normpath(text(values.get("target")) or ".")
        kind, _, below = target.partition("/")
        if source and kind in ("content", "static"):
            folder = posixpath.normpath(source)
            yield kind, Mount(folder, f"{below}/" if below else "", _language(values))


def _language(values: Data) -> str:
    matrix = lowered(group(lowered(group(values, "sites")), "matrix"))
    named = texts(values.get("lang"), words=False) or texts(matrix.get("languages"), words=False)
    return named[0].lower() if len(named) == 1 else ""
