"""Know the former addresses of the feeds of categories and tags: patterns of site.yaml, and single ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from generator.addresses.routes import Reserved, Route
from generator.addresses.segments import fold
from generator.config.rules.feed_paths import example_feed_path
from generator.config.schema import Term
from generator.kinds.kind import Source
from generator.kinds.parts.feed_settings import FeedSettings, former_format
from generator.taxonomy.definitions import CATEGORY, TAG

#: The options of site.yaml that describe terms, by taxonomy.
_OPTIONS = {CATEGORY: "categories", TAG: "tags"}


class FormerFeed(NamedTuple):
    """A former address of the feed of a term: its output path and the suffix of its format."""

    path: str
    form: str


class OwnerOf(NamedTuple):
    """The term that a former address belongs to: its name or its slug, the other is ""."""

    name: str = ""
    slug: str = ""


class _Pattern(NamedTuple):
    route: Route
    field: str
    form: str
    #: It matches as file systems do that ignore case.
    paths: Reserved


@dataclass(frozen=True)
class FormerFeeds:
    """The former addresses of the feeds of one taxonomy.

    - `named`: single addresses, by the names of terms.
    - `patterns`: those of all taxonomies. An address belongs to the first that matches it, so which term has
      it follows from the address alone.
    - `taken`: addresses of other feeds, folded, which no pattern makes; and `made`, those of other outputs.
    """

    taxonomy: str
    named: Mapping[str, Sequence[str]]
    patterns: tuple[_Pattern, ...]
    taken: frozenset[str]
    made: Reserved

    @classmethod
    def of(cls, source: Source, taxonomy: str) -> Self:
        """Return the addresses that site.yaml gives the terms of a taxonomy."""
        config = source.config
        feed = FeedSettings.of_config(config)
        terms: Mapping[str, Term] = getattr(config, _OPTIONS[taxonomy])
        named = {name: term.feeds for name, term in terms.items() if term.feeds}
        single = [*feed.also]
        for every in (config.categories, config.tags):
            single += [path for term in every.values() for path in term.feeds]
        return cls(taxonomy, named, _patterns(feed.patterns), frozenset(map(fold, single)), source.made)

    @property
    def option(self) -> str:
        """The option of site.yaml that describes the terms."""
        return _OPTIONS[self.taxonomy]

    @property
    def present(self) -> bool:
        """Whether there are such addresses."""
        return bool(self.named) or any(one.field == self.taxonomy for one in self.patterns)

    def of_term(self, name: str, slug: str) -> Iterator[FormerFeed]:
        """Yield the former addresses of the feed of a term."""
        for path in dict.fromkeys(self.named.get(name, ())):
            yield FormerFeed(path, former_format(path))
        for pattern in self.patterns:
            if pattern.field == self.taxonomy:
                path = pattern.route.path(**{pattern.field: slug})
                if self._pattern_of(path) is pattern:
                    yield FormerFeed(path, pattern.form)

    def owner_of(self, path: str) -> OwnerOf | None:
        """Return the term that an output path belongs to; None for a path of a different form."""
        for name, paths in self.named.items():
            if path in paths:
                return OwnerOf(name=name)
        pattern = self._pattern_of(path)
        found = pattern.route.match(path) if pattern and pattern.field == self.taxonomy else None
        return OwnerOf(slug=found[self.taxonomy]) if found else None

    def most(self) -> int:
        """Return how many addresses a term has at most."""
        patterns = sum(one.field == self.taxonomy for one in self.patterns)
        return patterns + max(map(len, self.named.values()), default=0)

    def _pattern_of(self, path: str) -> _Pattern | None:
        """Return the pattern to which an output path belongs, if no other output has it."""
        found = next((one for one in self.patterns if one.paths.has(path)), None)
        return None if not found or fold(path) in self.taken or self.made.has(path) else found


def _patterns(paths: Sequence[str]) -> tuple[_Pattern, ...]:
    """Return patterns, the longest fixed text first: `f/tag-{tag}.xml` before `f/{category}.xml`."""
    found = []
    for path in paths:
        route = Route(path)
        field = path.partition("{")[2].partition("}")[0]
        form = former_format(example_feed_path(path))
        found.append(_Pattern(route, field, form, Reserved.of([route])))
    return tuple(sorted(found, key=lambda one: -len(example_feed_path(one.route.pattern))))
