"""Take a picture from an editor in place of a lost one, and remove a picture for good."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.fetching.asking import now_text
from generator.fetching.decode import Decoder
from generator.fetching.fetch import BUSY
from generator.fetching.options import FetchOptions, lock_file
from generator.fetching.verdicts import kept
from generator.pictures.addresses import normal
from generator.pictures.entry import Entry
from generator.pictures.registry import RegistryWriter, read_registry
from generator.pictures.store import PictureStore
from generator.system.lock import hold

#: Hexadecimal digits that are enough to name a picture: a mistyped one names none.
_ENOUGH = 12


def adopt(paths: SitePaths, store: PictureStore, options: FetchOptions, file: Path, address: str) -> Entry:
    """Keep the picture in a file as that of an address, and return what the registry says of it now.

    Raises BackfileError for what is no address or no picture, LockedError, and OSError.
    """
    key = normal(address)
    if not key:
        raise BackfileError(f"{address}: this is not the address of a picture on the web")
    data = file.read_bytes()
    with closing(Decoder(options.max_pixels)) as decoder:
        verdict = decoder.judge(data)
    if verdict.why:
        raise BackfileError(f"{file}: {verdict.why}")
    with hold(lock_file(paths), BUSY):
        every = read_registry(paths.root)
        digest = hashlib.sha256(data).hexdigest()
        if any(one.status == "removed" and one.hash == digest for one in every.values()):
            raise BackfileError(f"{file}: this picture was removed from the archive for good")
        known = every.get(key)
        former = Entry(key, "kept", "") if known is None else known
        entry = kept(former, verdict, store.add(data), len(data), now_text())._replace(origin=file.name)
        _add(paths.root, [entry])
    return entry


def remove(paths: SitePaths, store: PictureStore, digest: str, why: str) -> list[Entry]:
    """Remove a picture from the store and, with the next build, from all posts; it is never asked for again.

    `digest` is its SHA-256, or the beginning of it as in the names of its files. Returns what the registry
    says of its addresses now. Raises BackfileError for one that the registry lacks, LockedError, and OSError.
    """
    start = digest.lower()
    with hold(lock_file(paths), BUSY):
        found = [one for one in read_registry(paths.root).values() if one.hash.startswith(start)]
        digests = {one.hash for one in found}
        if len(start) < _ENOUGH or len(digests) != 1:
            raise BackfileError(
                f"{digest}: the registry has no such picture; take the digits of its file's name on the site"
            )
        entries = [
            Entry(one.address, "removed", now_text(), one.hash, type=one.type, why=why)
            for one in found
            if one.status != "removed"
        ]
        # First the registry: whatever happens then, the picture is no longer shown.
        _add(paths.root, entries)
        (whole,) = digests
        store.remove(whole)
        for file in (paths.smaller_pictures / whole[:2]).glob(f"{whole}-*"):
            file.unlink(missing_ok=True)
    return entries


def _add(root: Path, entries: list[Entry]) -> None:
    with closing(RegistryWriter(root)) as writer:
        writer.add(entries)
