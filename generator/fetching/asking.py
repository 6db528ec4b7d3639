"""Ask for one picture, judge it, and keep its bytes; threads do so at the same time."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple

from generator.fetching.client import PictureClient
from generator.fetching.decode import Decoder
from generator.fetching.options import FetchOptions
from generator.fetching.verdicts import Fetched, entry_of
from generator.fetching.wanted import Wanted
from generator.fetching.wayback import Service, get_copy
from generator.pictures.entry import Entry
from generator.pictures.store import PictureStore


class Asked(NamedTuple):
    """A picture, what was found, and what is new to say of it, or None."""

    one: Wanted
    fetched: Fetched
    entry: Entry | None


class Asking:
    """Asks for pictures, judges them, and keeps their bytes, in any thread."""

    def __init__(
        self,
        store: PictureStore,
        options: FetchOptions,
        known: dict[str, Entry],
        client: PictureClient,
        decoder: Decoder,
        service: Service,
    ) -> None:
        self.store = store
        self.options = options
        self.known = known
        self._client = client
        self._decoder = decoder
        self._service = service
        self._removed = {one.hash for one in known.values() if one.status == "removed" and one.hash}

    def ask(self, one: Wanted) -> Asked:
        """Ask for a picture; return what there is to say of it. Its bytes are in the store, if it is kept."""
        fetched = self._judged(one)
        entry = entry_of(
            one.address,
            fetched,
            self.known.get(one.address),
            now_text(),
            refused=self.options.refuse,
            removed=self._removed,
        )
        if entry and entry.status == "kept":
            self.store.add(fetched.answer.data)
        return Asked(one, fetched, entry)

    def _judged(self, one: Wanted) -> Fetched:
        """Ask for a picture, or for the copy of a lost one, and judge it."""
        origin = ""
        if one.copy:
            answer, origin = get_copy(self._client, self._service, one.address, one.date)
        else:
            answer = self._client.get(one.address)
        if answer.kind != "got":
            return Fetched(answer)
        digest = hashlib.sha256(answer.data).hexdigest()
        return Fetched(answer, self._decoder.judge(answer.data), digest, origin)


def now_text() -> str:
    """Return the time as the registry has it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
