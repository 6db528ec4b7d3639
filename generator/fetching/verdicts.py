"""Turn the answer of a host into what the registry says of a picture."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from generator.fetching.client import Answer
from generator.fetching.decode import Verdict
from generator.pictures.entry import Entry

#: Days on which a picture is asked for in vain, after which it is lost.
TRIES = 3
CHANGED = "the host has a different picture now"
SUBSTITUTE = "the host sends another picture in its place"


class Fetched(NamedTuple):
    """An answer, and the verdict on its bytes; `digest` is their SHA-256 in hexadecimal.

    `origin` is the address of a copy, if the bytes are from there.
    """

    answer: Answer
    verdict: Verdict = Verdict()
    digest: str = ""
    origin: str = ""


def entry_of(
    address: str,
    fetched: Fetched,
    known: Entry | None,
    now: str,
    *,
    refused: Container[str],
    removed: Container[str],
) -> Entry | None:
    """Return the new entry of a picture; None if there is nothing new to say.

    `refused` and `removed` are digests: of substitutes that hosts send, and of pictures that are to be gone.
    """
    answer, verdict, digest, origin = fetched
    if answer.kind in ("busy", "forbidden"):
        return None
    if answer.kind == "refused":
        return _lost(address, known, now, answer.why)
    if answer.kind != "got":
        return _failed(address, known, now, answer.why)
    if verdict.why:
        return (_lost if verdict.final else _failed)(address, known, now, verdict.why)
    if digest in removed:
        return Entry(
            address, "removed", now, digest, type=verdict.type, why="it was removed from the archive"
        )
    if digest in refused:
        return _lost(address, known, now, SUBSTITUTE)
    if known and known.status == "kept" and known.hash != digest:
        return None
    entry = kept(known or Entry(address, "kept", now), verdict, digest, len(answer.data), now)
    return entry._replace(origin=origin, said=answer.type if answer.type != verdict.type else "")


def kept(base: Entry, verdict: Verdict, digest: str, size: int, now: str) -> Entry:
    """Return an entry with what is known of the bytes of its picture."""
    return base._replace(
        status="kept",
        when=now,
        hash=digest,
        size=size,
        type=verdict.type,
        width=verdict.width,
        height=verdict.height,
        still=verdict.still,
        tries=0,
        why="",
        said="",
    )


def _lost(address: str, known: Entry | None, now: str, why: str) -> Entry | None:
    if known and known.status in ("lost", "kept"):
        return None
    return Entry(address, "lost", now, tries=known.tries + 1 if known else 1, why=why)


def _failed(address: str, known: Entry | None, now: str, why: str) -> Entry | None:
    """Return the entry of one more try in vain. Two tries on one day count as one."""
    if known and known.status in ("lost", "kept"):
        return None
    if known and known.day == now[:10]:
        return None
    tries = known.tries + 1 if known else 1
    return Entry(address, "lost" if tries >= TRIES else "failed", now, tries=tries, why=why)
