"""Show the pages of categories and tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses.links import href
from generator.kinds.kind import Maker, Resources, View
from generator.kinds.parts.indexes import index_url
from generator.kinds.parts.inputs import options
from generator.kinds.parts.list_pages import ListKind, ListRow, list_context
from generator.kinds.parts.terms import category_feed
from generator.plan.task import Task
from generator.taxonomy.definitions import CATEGORY, TAG, Taxonomy
from generator.theme.inputs import Inputs
from generator.theme.patterns import filled
from generator.theme.view_models import Link, Term


@dataclass(frozen=True)
class TermKind(ListKind):
    """Pages of a category or tag."""

    taxonomy: Taxonomy

    page: ClassVar[str] = "term"
    templates: ClassVar[tuple[str, ...]] = ("term",)
    #: The option of site.yaml that describes the terms.
    option: ClassVar[str]

    def description(self, name: str) -> str:
        """Return the description of a term in site.yaml."""
        return self.taxonomy.definition(name).description

    def own_inputs(self) -> Inputs:
        """Return the size of a page, and the terms that site.yaml describes."""
        return {**super().own_inputs(), **options({self.option: self.taxonomy.defined})}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of term.html."""
        words, permalink = resources.words, resources.settings.permalink
        above = {
            CATEGORY: (Link(words.home, ""), Link(words.categories, index_url(permalink, CATEGORY))),
            TAG: (Link(words.home, ""), Link(words.tags, index_url(permalink, TAG))),
        }

        def make(task: Task[ListRow]) -> View:
            row = task.payload
            context = list_context(row, permalink)
            front = context["pager"].front
            feed = href(category_feed(permalink, row.slug)) if row.taxonomy == CATEGORY else ""
            context["term"] = Term(row.label, front, row.posts, "", row.description, feed)
            title = row.label
            trail: tuple[Link, ...] = above[row.taxonomy]
            if row.number:
                title = f"{title} {filled(words, words.page_number, number=row.number)}"
                trail = (*trail, Link(row.label, front))
            link = Link(row.label, feed) if feed else None
            return View(context, title, row.description, link, "CollectionPage", trail)

        return {self.page: make}
