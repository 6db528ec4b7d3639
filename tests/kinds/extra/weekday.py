"""Pages by weekday: the newest posts of all Mondays, and so on. The theme has a template for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple, Self

from generator.addresses.routes import Route
from generator.kinds.kind import Common, Kind, Maker, Resources, Source, View
from generator.kinds.parts.inputs import themed
from generator.kinds.parts.terms import CARD, CARD_FROM, CardRow, card
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.inputs import Inputs

_NAMES = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_ROUTE = Route("weekday/{weekday}.html")
_POSTS = f"""
    SELECT {CARD} FROM posts AS p {CARD_FROM}
    WHERE p.live = 1 AND p.role = 'post' AND strftime('%w', substr(p.date, 1, 10)) = ?
    ORDER BY p.stamp DESC, p.path DESC LIMIT 5
"""
_OF_POSTS = (
    "SELECT strftime('%w', substr(date, 1, 10)) AS key, NULL AS start FROM {table} WHERE role = 'post'"
)


class WeekdayRow(NamedTuple):
    """The number of a weekday, from Sunday, and its newest posts."""

    weekday: str
    cards: list[CardRow]


class WeekdayKind(Kind):
    """The newest posts of a weekday."""

    owner: ClassVar[str] = "weekday"
    title: ClassVar[str] = "the posts of weekday"
    routes: ClassVar[tuple[Route, ...]] = (_ROUTE,)
    templates: ClassVar[tuple[str, ...]] = ("weekday",)
    owners: ClassVar[str] = (
        "SELECT DISTINCT strftime('%w', substr(date, 1, 10)) AS key FROM posts WHERE role = 'post'"
    )
    related_changes: ClassVar[tuple[Rule, ...]] = (
        Rule(_OF_POSTS.format(table="before"), "its posts changed"),
        Rule(f"{_OF_POSTS.format(table='posts')} AND id IN (SELECT id FROM changed)", "its posts changed"),
        Rule(
            """SELECT value AS key, NULL AS start FROM json_each('["0","1","2","3","4","5","6"]')
               WHERE EXISTS (SELECT 1 FROM relabelled)""",
            "a category has a different label",
        ),
    )

    @classmethod
    def of(cls, source: Source) -> Self:
        return cls()

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[WeekdayRow]]:
        for key in touched.keys(self.owner):
            cards = [CardRow(*row) for row in connection.execute(_POSTS, (key,))]
            if cards:
                path = _ROUTE.path(weekday=_NAMES[int(key)])
                yield Task(path, self.owner, key, "weekday", WeekdayRow(key, cards))

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        return {"weekday": themed(common.settings, common.theme, "weekday")}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        permalink = resources.settings.permalink

        def make(task: Task[WeekdayRow]) -> View:
            posts = tuple(card(permalink, row) for row in task.payload.cards)
            return View({"posts": posts}, f"weekday {task.payload.weekday}", schema="CollectionPage")

        return {"weekday": make}

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        if parameters["weekday"] in _NAMES:
            yield str(_NAMES.index(parameters["weekday"]))

    def contents(self, connection: sqlite3.Connection, task: Task[Any]) -> Iterator[str]:
        yield f"It shows {len(task.payload.cards)} posts."
