"""Keep the feeds of single categories and tags of a site at their addresses, by settings of the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.addresses.segments import fold
from generator.core.wording import listed
from generator.importers.article import Fields, Value
from generator.importers.sites.settings import mistake
from generator.importers.sites.term_slugs import TermSlugs
from generator.importers.sites.terms import Group

_FIELDS: Mapping[Group, str] = {"categories": "{category}", "tags": "{tag}"}
#: So many single addresses of one form become a pattern, even if most terms of the archive have no such feed.
_MANY = 20
#: Options that decide whether an address is free.
_BESIDE = ("url", "permalink", "feed")
#: Addresses that a note names.
_SHOWN = 3


class OldFeed(NamedTuple):
    """A feed of a term: its output path, and the form of such paths, with `{slug}`; "" for none."""

    group: Group
    name: str
    path: str
    form: str = ""


class OldFeeds(NamedTuple):
    """The feeds of a site: those of terms, and those that an archive has none for, each group with its name.

    The names in `lost` complete the sentence `feeds of … are not kept`.
    """

    terms: tuple[OldFeed, ...] = ()
    lost: Mapping[str, tuple[str, ...]] = {}


class KeptFeeds(NamedTuple):
    """The options of site.yaml with which feeds stay, and notes about those that do not."""

    settings: Fields
    notes: tuple[str, ...]


def with_feeds(settings: Fields, feeds: OldFeeds, slugs: TermSlugs) -> KeptFeeds:
    """Return the settings of a new archive with the addresses of feeds of terms, which need its `url`."""
    notes = [*_notes_on_lost(feeds.lost)]
    if not settings.get("url"):
        lacking = "feeds of categories and tags are not kept: they need the url of the site in its settings"
        return KeptFeeds(settings, (*notes, *([lacking] if feeds.terms else [])))
    kept = _Kept(settings)
    for form, found in _by_form(feeds.terms).items():
        kept.add(form, found, slugs)
    if kept.refused:
        notes.append(_note("that site.yaml can't name", kept.refused))
    return KeptFeeds(kept.settings, tuple(notes))


def _by_form(feeds: Iterable[OldFeed]) -> dict[tuple[Group, str], list[OldFeed]]:
    found: dict[tuple[Group, str], list[OldFeed]] = {}
    for feed in feeds:
        found.setdefault((feed.group, feed.form), []).append(feed)
    return found


class _Kept:
    """Adds feeds to settings. `refused` are output paths that no setting can name."""

    def __init__(self, settings: Fields) -> None:
        self.settings = dict(settings)
        self.refused: list[str] = []
        self._known = {fold(path) for path in self._also}

    @property
    def _also(self) -> tuple[str, ...]:
        feed = self.settings.get("feed")
        also = feed.get("also") if isinstance(feed, dict) else ()
        return tuple(map(str, also)) if isinstance(also, list | tuple) else ()

    def add(self, form: tuple[Group, str], feeds: list[OldFeed], slugs: TermSlugs) -> None:
        """Add feeds of one form: by a pattern where most terms have such a feed, and each other one alone.

        A category whose feed has such an address in any case needs neither.
        """
        feeds = [feed for feed in feeds if feed.path != slugs.feed(feed.group, feed.name)]
        group, pattern = form[0], form[1].replace("{slug}", _FIELDS[form[0]])
        regular = [feed for feed in feeds if feed.path == _filled(form[1], slugs.slug(group, feed.name))]
        most = len(regular) * 2 >= slugs.count(group) > 0 or len(regular) > _MANY
        wanted: Fields = {"also": (*self._also, pattern)}
        if most and "{" in pattern and not self._mistake("feed", wanted):
            self.settings["feed"] = wanted
            feeds = [feed for feed in feeds if feed not in regular]
        for feed in feeds:
            self._add_one(feed)

    def _add_one(self, feed: OldFeed) -> None:
        if fold(feed.path) in self._known:
            if feed.path not in self._also:
                self.refused.append(feed.path)
            return
        terms = self.settings.get(feed.group)
        described: dict[str, Value] = dict(terms) if isinstance(terms, dict) else {}
        term = described.get(feed.name)
        own: dict[str, Value] = dict(term) if isinstance(term, dict) else {}
        before = own.get("feeds")
        own["feeds"] = (*(map(str, before) if isinstance(before, list | tuple) else ()), feed.path)
        described[feed.name] = own
        if self._mistake(feed.group, {feed.name: own}):
            self.refused.append(feed.path)
            return
        self._known.add(fold(feed.path))
        self.settings[feed.group] = described

    def _mistake(self, option: str, value: Value) -> str | None:
        others: Fields = {name: self.settings[name] for name in _BESIDE if name in self.settings}
        return mistake(option, value, others)


def _filled(form: str, slug: str) -> str:
    return form.replace("{slug}", slug) if slug else ""


def _notes_on_lost(lost: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    yield from (_note(f"of {name}", paths) for name, paths in lost.items() if paths)


def _note(which: str, paths: Sequence[str]) -> str:
    return f"feeds {which} are not kept: {some_of(paths)}"


def some_of(paths: Sequence[str]) -> str:
    """Return the first output paths as addresses in a sentence, with the number of the others."""
    rest = len(paths) - _SHOWN
    return listed([*(f"/{path}" for path in paths[:_SHOWN]), *([f"{rest:,} more"] if rest > 0 else [])])
