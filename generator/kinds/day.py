"""List the posts of a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.calendar import period_url
from generator.kinds.kind import Maker, Resources, Source, View
from generator.kinds.parts.calendar import Beside, beside_links, home_and_years, period_title
from generator.kinds.parts.lead_pictures import thumbnails
from generator.kinds.parts.list_pages import LISTS, ListKind, ListRow, list_context
from generator.kinds.parts.stale import beside_rules
from generator.plan.task import Task
from generator.taxonomy.definitions import DAY
from generator.theme.patterns import filled
from generator.theme.view_models import Link, Moment

_BESIDE = """
    SELECT (SELECT name FROM terms WHERE taxonomy = 'day' AND name < :name ORDER BY name DESC LIMIT 1),
           (SELECT name FROM terms WHERE taxonomy = 'day' AND name > :name ORDER BY name LIMIT 1)
"""


@dataclass(frozen=True)
class DayKind(ListKind):
    """The newest posts of a day."""

    owner: ClassVar[str] = DAY
    title: ClassVar[str] = "a page of the day"
    page: ClassVar[str] = "day"
    templates: ClassVar[tuple[str, ...]] = ("day",)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the size of pages."""
        return cls(
            LISTS.of(source.config).page_size,
            source.config.permalink,
            thumbnails(source.config, source.theme),
        )

    def slug_in(self, parameters: Mapping[str, str]) -> str:
        """Return the slug of a day: `2021/12/28`."""
        return f"{parameters['year']}/{parameters['month']}/{parameters['day']}"

    def beside(self, connection: sqlite3.Connection, name: str) -> tuple[str | None, ...]:
        """Return the days with posts before and after one."""
        return tuple(connection.execute(_BESIDE, {"name": name}).fetchone())

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of day.html."""
        words, permalink = resources.words, resources.settings.permalink

        def make(task: Task[ListRow]) -> View:
            row = task.payload
            year, month = row.name[:4], row.name[:7]
            title = period_title(row.name, words, words.date)
            context = {
                **list_context(row, permalink),
                "day": Moment(f"{row.name}T00:00:00"),
                "month_url": period_url(month),
                "year_url": period_url(year),
                **beside_links(Beside(*row.beside), words, words.date),
            }
            above = [
                Link(period_title(year, words, words.year), period_url(year)),
                Link(period_title(month, words, words.month), period_url(month)),
            ]
            if row.number:
                above.append(Link(title, context["pager"].front))
                title = f"{title} {filled(words, words.page_number, number=row.number)}"
            trail = (*home_and_years(words), *above)
            return View(context, title, schema="CollectionPage", trail=trail)

        return {self.page: make}


DayKind.related_changes += beside_rules(len("2021-12-28"))
