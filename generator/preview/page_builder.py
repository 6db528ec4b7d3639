"""Make any output of the archive on request, with the planner and the renderer of a build."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from generator.addresses.segments import slugify
from generator.addresses.written import without_suffix
from generator.content.address import stem_of
from generator.content.dates import without_date
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index.packs import shown
from generator.index.posts import problems
from generator.kinds.kind import Copy, Kind
from generator.kinds.packed import with_place
from generator.kinds.parts.settings import Folders
from generator.kinds.registry import task_of
from generator.kinds.site_config import load_config
from generator.pipeline.inputs import InputsMaker, SharedInputs
from generator.pipeline.slices import chosen_theme
from generator.plan.task import Task
from generator.plan.touched import Touched
from generator.preview.preview_index import lost_addresses
from generator.render.renderer import Renderer


class PostStatus(NamedTuple):
    """The state of the post of a page: `stamp` in microseconds since the epoch, `date` in ISO 8601.

    `stand_in` if the page shows the last good version, because its source has errors now.
    """

    source: str
    draft: bool
    stamp: int
    date: str
    stand_in: bool


class Output(NamedTuple):
    """An output: its bytes, or the file with them. `post` is the state of its post or static page.

    `of_content`: the file lies under content/.
    """

    kind: Kind
    data: bytes | None
    file: Path | None = None
    post: PostStatus | None = None
    of_content: bool = False


class RenderSetup(NamedTuple):
    """Everything besides the index that pages are made from, as it was last read."""

    inputs: InputsMaker
    shared: SharedInputs
    renderer: Renderer


class PageBuilder:
    """Makes outputs from an index that a different process may write to; only for the thread that made it."""

    def __init__(self, connection: sqlite3.Connection, paths: SitePaths) -> None:
        self._connection = connection
        self._paths = paths
        self._setup: RenderSetup | None = None
        Touched(connection)  # Its tables are made before the transactions below.

    def reload(self) -> None:
        """Read site.yaml and the theme again before the next output is made."""
        self._setup = None

    def close(self) -> None:
        """Close the index."""
        self._connection.close()

    def output(self, path: str) -> Output | None:
        """Return an output by its path; None if the archive has no such output.

        Raises BackfileError for a site.yaml, theme or template that can't be used, and SourceChangedError
        for a source that has changed since it was indexed.
        """
        # One state of the index for all data of a page. Nothing is written, so there is nothing to commit.
        self._connection.execute("BEGIN")
        try:
            setup = self._current_setup()
            for kind in setup.shared.kinds:
                for key in list(kind.keys_at(self._connection, path)):
                    task = task_of(self._connection, kind, key, path)
                    if task:
                        return self._build(kind, task, setup)
        finally:
            self._connection.execute("ROLLBACK")
        return None

    def _build(self, kind: Kind, task: Task[Any], setup: RenderSetup) -> Output:
        made = setup.renderer.render(with_place(self._connection, kind, task))
        if isinstance(made, Copy):
            return Output(kind, None, Path(made.file), of_content=made.guard is not None)
        return Output(kind, made, post=self._post_status(task))

    def _post_status(self, task: Task[Any]) -> PostStatus | None:
        """Return the state of the post or static page that an output shows, None for other outputs."""
        query = "SELECT path, draft, stamp, date, stand_in FROM posts WHERE path = ? AND role = ?"
        row = self._connection.execute(query, (task.key, task.kind)).fetchone()
        return PostStatus(*row) if row else None

    def errors_at(self, path: str) -> tuple[Problem, ...]:
        """Return the errors of the post that had the address before it got them, or that is named like it."""
        source = lost_addresses(self._connection).get(path, "")
        wanted = without_suffix(path).rpartition("/")[2]
        bad = self._connection.execute("SELECT DISTINCT path FROM problems WHERE severity = 'error'")
        named = (one for (one,) in bad if slugify(without_date(stem_of(one))) == wanted)
        return self.errors_of(source or next(named, ""))

    def errors_of(self, source: str) -> tuple[Problem, ...]:
        """Return the errors of a source."""
        found = (one for one in problems(self._connection, source) if one.severity == "error")
        return tuple(shown(self._connection, found))

    def _current_setup(self) -> RenderSetup:
        """Return the setup; it is made again after `reload`, and when pages in the navigation changed."""
        known = self._setup
        inputs = known.inputs if known else self._make_inputs()
        shared = inputs.make(self._connection)
        if known is None or shared is not known.shared:
            paths = self._paths
            folders = Folders(
                str(paths.root),
                str(paths.last_good),
                str(paths.templates),
                "",
                "",
                str(paths.smaller_pictures),
            )
            known = RenderSetup(inputs, shared, Renderer(shared.settings, folders, shared.kinds))
        self._setup = known
        return known

    def _make_inputs(self) -> InputsMaker:
        config = load_config(self._paths.config)
        return InputsMaker(config, chosen_theme(config, self._paths), self._paths.templates)
