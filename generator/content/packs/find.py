"""Find the packs of an archive, with the sizes and times of their files. Nothing is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.content.packs.names import LIST_SUFFIX, PACKS, SUFFIX, list_path, month_of, pack_path
from generator.content.scan import is_text, link_problem
from generator.core.model import Problem
from generator.system.folders import list_folder, signature


class FoundPack(NamedTuple):
    """A pack: its month, and a digest that changes when its file, or the list beside it, does."""

    month: str
    state: bytes


def find_packs(root: Path) -> Iterator[FoundPack | Problem]:
    """Yield the packs of the archive at `root` in the order of their months, and the problems of names."""
    folder = root / PACKS
    if not folder.is_dir():
        return
    listing = list_folder(str(folder))
    files = {f"{PACKS}{file[0]}": file for file in listing.files}
    for path in sorted(files):
        month = month_of(path)
        if not month:
            yield from _misnamed(path)
        elif path == pack_path(month):
            own = [files[name] for name in (path, list_path(month)) if name in files]
            yield FoundPack(month, signature(own))
        elif pack_path(month) not in files:
            why = f"it is a list of posts of {pack_path(month)}, which does not exist"
            yield Problem(path, 0, 0, "pack.list", why, "remove it, or bring the pack back", "warning")
    yield from (link_problem(PACKS + name) for name in sorted(listing.links) if _is_ours(name))


def packs_by_month(root: Path) -> dict[str, FoundPack]:
    """Return the packs of the archive at `root` by their months, in their order."""
    return {one.month: one for one in find_packs(root) if isinstance(one, FoundPack)}


def _misnamed(path: str) -> Iterator[Problem]:
    name = path.removeprefix(PACKS)
    if _is_ours(name) and is_text(name):
        why = "the file is not read: a pack is named by its month"
        yield Problem(path, 0, 0, "pack.name", why, f"name it like 2021-12{SUFFIX}", "warning")


def _is_ours(name: str) -> bool:
    """Tell whether a name is meant as that of a pack or of a list; temporary files begin with a dot."""
    return name.endswith((SUFFIX, LIST_SUFFIX)) and not name.startswith(".")
