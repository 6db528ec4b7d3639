"""Report problems of a site as a whole, which no single post has; builds and checks report the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from generator.config.load import positions_in
from generator.config.schema import SiteConfig
from generator.core.model import WHOLE_FILE, Problem
from generator.core.wording import counted, listed
from generator.kinds.parts.navigation import navigation_problem
from generator.kinds.parts.pictures import wants_pillow
from generator.theme.lookup import SHIPPED, Theme
from generator.theme.strings import missing_texts

#: Keys of missing texts that a problem names.
_SHOWN = 3


def site_problems(
    connection: sqlite3.Connection, config: SiteConfig, theme: Theme, file: Path
) -> Iterator[Problem]:
    """Yield the problems of a site whose index is up to date. `file` is its site.yaml."""
    if config.theme.options.get("navigation") is None and (full := navigation_problem(connection)):
        yield full
    if missing := missing_texts(theme, config.language):
        yield _without_texts(config.language, theme, missing, file)
    if wants_pillow(connection, config):
        yield _without_pillow(file)


def _without_texts(language: str, theme: Theme, missing: list[str], file: Path) -> Problem:
    name, folder = theme.layers[0]
    line, column = positions_in(file).get(("language",), WHOLE_FILE)
    names = [*missing[:_SHOWN], *([f"{len(missing) - _SHOWN} more"] if len(missing) > _SHOWN else [])]
    message = (
        f"the theme {name} lacks {counted(len(missing), 'text')} in the language {language} "
        f"({listed(names)}); pages show them in English"
    )
    own = name if Path(folder).parent not in SHIPPED else "NAME"
    hint = f"write them into themes/{own}/strings/{language}.yaml"
    if own != name:
        hint += f", and inherits: {name} into themes/{own}/theme.yaml"
    return Problem(file.name, line, column, "language.texts", message, hint, "warning")


def _without_pillow(file: Path) -> Problem:
    position = positions_in(file).get(("pictures", "widths"), WHOLE_FILE)
    message = "kept pictures have no smaller versions, since Pillow is not installed"
    hint = "pip install 'backfile[pictures]', or write widths: [] under pictures"
    return Problem(file.name, *position, "picture.widths", message, hint, "warning")
