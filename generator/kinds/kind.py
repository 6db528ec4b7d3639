"""Declare one kind of output: all that the program knows of it.

A kind is a class: routes, rules and SQL are its constants, and an instance holds
the settings that its outputs depend on. The list of all kinds is in
`generator.kinds.registry`; the planner, the renderer, the ledger, the preview,
`check` and `explain` ask the kinds in that list and know none by name.

A build in which nothing changed plans but makes nothing. So libraries that only
makers need (nh3, comrak, markupsafe) are imported in `makers`, not above.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Self

from generator.addresses.routes import NOTHING_RESERVED, Reserved, Route
from generator.body.accessibility import Labels
from generator.config.groups import Groups
from generator.config.schema import Permalink, SiteConfig
from generator.kinds.parts.inputs import themed
from generator.kinds.parts.settings import Folders, SiteSettings
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.taxonomy.definitions import Taxonomy
from generator.theme.assets import Asset
from generator.theme.inputs import Inputs, ThemeInputs
from generator.theme.lookup import Theme
from generator.theme.view_models import Link, Translation

if TYPE_CHECKING:
    from generator.kinds.parts.bodies import BodyMaker


class Source(NamedTuple):
    """The sources of a kind's settings: site.yaml, the theme, and the values that follow from them.

    `made` are the addresses of the outputs of all kinds by the patterns of the site.
    """

    config: SiteConfig
    theme: Theme
    taxonomies: Mapping[str, Taxonomy]
    assets: Mapping[str, Asset]
    made: Reserved = NOTHING_RESERVED


class Common(NamedTuple):
    """The parts of which a kind puts its shared inputs together."""

    settings: SiteSettings
    theme: ThemeInputs


class Resources(NamedTuple):
    """The tools of a maker in a worker. `words` are the theme's texts, `labels` those in bodies."""

    settings: SiteSettings
    folders: Folders
    words: SimpleNamespace
    labels: Labels
    assets: Mapping[str, Asset]
    bodies: BodyMaker


class View(NamedTuple):
    """A page for the theme to render. The task's page is the name of the template.

    - `context`: the variables of the template besides `page` and `root`.
    - `schema`: the type by schema.org, or "" for a page that no search engine keeps.
    - `trail`: the pages above it, from the home page.
    - `image`: a link from the root, or a URL.
    - `source`: the post that errors name; without a post they name the output path.
    - `at_any_address`: the page (404) links by absolute paths and has no address of its own.
    """

    context: dict[str, Any]
    title: str
    description: str = ""
    feed: Link | None = None
    schema: str = ""
    trail: tuple[Link, ...] = ()
    language: str = ""
    image: str = ""
    translations: tuple[Translation, ...] = ()
    source: str = ""
    at_any_address: bool = False


class Copy(NamedTuple):
    """An output that is a copy of a file, which errors call `source`.

    `guard` is the (size, mtime_ns) that a file of the content must have; None for a file of the theme.
    """

    file: str
    source: str
    guard: tuple[int, int] | None = None


#: When outputs are published: no file is sent before the files that it uses or links to.
Phase = Literal["assets", "pages", "lists", "feeds"]

#: What others are told of a changed output: search engines of a page, subscribers of a feed.
Announced = Literal["", "page", "feed"]

#: Makes an output: its bytes, a page for the theme to render, or a file to copy.
#: Raises SourceChangedError, which names the source, if a source has changed since it was indexed.
Maker = Callable[[Task[Any]], bytes | View | Copy]


class BodySource(NamedTuple):
    """A post or static page whose body an output shows: its path, and whether a stand-in takes its place."""

    path: str
    is_stand_in: bool


class Shown(NamedTuple):
    """A live post or static page, to find the outputs that show it. `terms` is a JSON array of ids."""

    path: str
    role: str
    stamp: int
    date: str
    address: str
    url: str
    terms: str
    section: int | None


class Kind(ABC):
    """One kind of output. Constants are for all sites; an instance holds the settings of one."""

    #: The kind of the owners of these outputs, in the ledger and in the tables of a build.
    owner: ClassVar[str]
    #: The key of the owner, where an archive has only one.
    key: ClassVar[str] = ""
    #: A short name for people, with its article.
    title: ClassVar[str]
    #: Where outputs of this kind lie; on a site that sets patterns of addresses, see `routes_on`.
    routes: ClassVar[tuple[Route, ...]] = ()
    #: The option under `permalink` whose pattern says where outputs lie; "" for kinds that have none.
    pattern: ClassVar[str] = ""
    #: Further paths that posts and files may not have.
    reserved: ClassVar[tuple[Route, ...]] = ()
    #: The pages that the theme renders, each by the template of its name.
    templates: ClassVar[tuple[str, ...]] = ()
    #: SQL: the keys of all owners.
    owners: ClassVar[str]
    #: Which posts, pages and files that changed are owners themselves.
    own_changes: ClassVar[tuple[Rule, ...]] = ()
    #: Which owners a change elsewhere may make stale. The most certain reason comes first.
    related_changes: ClassVar[tuple[Rule, ...]] = ()
    #: The options of site.yaml that this kind has.
    options: ClassVar[Groups] = ()
    #: Whether tasks make the outputs. Those of the search index are made by a stage of their own.
    plans_tasks: ClassVar[bool] = True
    #: How a site does without outputs of this kind, or most of them; "" where it can't.
    without: ClassVar[str] = ""
    #: When `publish` sends outputs of this kind.
    phase: ClassVar[Phase] = "lists"
    #: The phases of single owners, by key, where they differ.
    phases: ClassVar[Mapping[str, Phase]] = {}
    #: Who is told after `publish` that an output of this kind has changed.
    announced: ClassVar[Announced] = ""
    #: Whether outputs show posts, so that changed posts may change them.
    shows_posts: ClassVar[bool] = True
    #: Whether outputs are made from files that only this machine sees, not from the sources of posts.
    copies_files: ClassVar[bool] = False
    #: Whether an output can be made from a sample of the archive, before the preview has read all of it.
    from_sample: ClassVar[bool] = False

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the settings of a site. This is for kinds that have none."""
        return cls()

    @classmethod
    def routes_on(cls, permalink: Permalink) -> tuple[Route, ...]:
        """Return where outputs lie by the patterns of a site. This is for kinds that have none."""
        return cls.routes

    @classmethod
    def reserved_on(cls, permalink: Permalink) -> tuple[Route, ...]:
        """Return all paths that posts and files may not have, by the patterns of a site."""
        return (*cls.routes_on(permalink), *cls.reserved)

    @property
    def own_routes(self) -> tuple[Route, ...]:
        """Where outputs of this kind lie on this site."""
        return self.routes

    @classmethod
    def phase_of(cls, key: str) -> Phase:
        """Return when outputs of an owner are published."""
        return cls.phases.get(key, cls.phase)

    @property
    def name(self) -> str:
        """The name under which the ledger keeps the inputs of this kind: `post`, `single:home`."""
        return f"{self.owner}:{self.key}" if self.key else self.owner

    def touch_changes(self, touched: Touched) -> None:
        """Touch owners that the settings add to those of `related_changes`; once, where the index changed."""

    def prepare(self, connection: sqlite3.Connection, touched: Touched) -> None:
        """Prepare the database, once before tasks are planned."""

    @abstractmethod
    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[Any]]:
        """Yield a task for each output of the touched owners that may be stale."""

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return how many tasks there will be, or a few more: some owners are gone. This is for one each.

        It is for progress, so it makes no payload.
        """
        return touched.count(self.owner)

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return, by page (`Task.page`), the inputs that all outputs of that page share.

        This is for pages that the theme renders; other kinds override it.
        """
        return {page: themed(common.settings, common.theme, page) for page in self.templates}

    def own_inputs(self) -> Inputs:
        """Return the inputs that change tasks and are neither in the index nor in `shared_inputs`."""
        return {}

    @abstractmethod
    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return, by page, the functions that make outputs. Called once in each worker."""

    def matches(self, path: str) -> bool:
        """Return whether an output path may be of this kind, by its form alone."""
        return any(route.match(path) is not None for route in self.own_routes)

    def keys_at(self, connection: sqlite3.Connection, path: str) -> Iterator[str]:
        """Yield the keys of the owners that an output path can belong to: too many rather than too few."""
        for route in self.own_routes:
            found = route.match(path)
            if found is not None:
                yield from self.keys_of(connection, found)

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        """Yield the keys of the owners that the parameters of a route name."""
        yield self.key

    def touch_output(self, connection: sqlite3.Connection, touched: Touched, key: str, path: str) -> None:
        """Touch the owner of one output, so that `tasks` yields the task of that output and few others."""
        touched.only(self.owner, key)

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether a build would make an output at a path that matches a route.

        This plans the owner; a kind that knows it in a cheaper way says so in a method of its own.
        """
        for key in list(self.keys_at(connection, path)):
            touched = Touched(connection)
            self.touch_output(connection, touched, key, path)
            if any(task.path == path for task in self.tasks(connection, touched)):
                return True
        return False

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Return a noun phrase for an output, to follow `It is`; without a task the next build removes it."""
        return f"{self.title} {key}" if key and not self.key else self.title

    def sources(self, task: Task[Any]) -> Iterator[BodySource]:
        """Yield the posts whose bodies an output shows."""
        return iter(())

    def contents(self, connection: sqlite3.Connection, task: Task[Any]) -> Iterator[str]:
        """Yield sentences about what an output shows."""
        return iter(())

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the outputs that show a post, each as `path, description`."""
        return iter(())


#: Kinds by the kinds of their owners, and the key where a kind has only one owner.
Owners = Mapping[tuple[str, str], Kind]


def by_owner(kinds: Iterable[Kind]) -> Owners:
    """Return kinds by their owners, for `kind_of`."""
    return {(kind.owner, kind.key): kind for kind in kinds}


def kind_of(owners: Owners, task: Task[Any]) -> Kind:
    """Return the kind of a task: that of its owner's key, if it is the only one with that kind of owner."""
    return owners.get((task.kind, task.key)) or owners[task.kind, ""]
