"""Make pages that show problems: the place, the cause, the cure, and the lines around the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from generator.content.packs.names import month_of, post_in_pack
from generator.content.packs.reader import PackReader
from generator.core.errors import BackfileError, ConfigError
from generator.core.model import Problem
from generator.system.files import read_file
from generator.theme.lookup import SHIPPED

#: Lines before and after the marked line.
_AROUND = 4
#: Characters of a line that are shown: a scraped body may be one long line.
_MAX_LINE = 400
#: The largest size of a file, in bytes, from which lines are shown.
_MAX_SIZE = 4_000_000
#: Problems that are shown on one page.
MAX_PROBLEMS = 50

#: How messages of templates begin: `default/templates/post.html:12: cause`, `themes/x/strings: cause`.
_THEME_MESSAGE = re.compile(
    r"(?:themes/)?(?P<file>[^/:\s]+/[^:\s]+)(?::(?P<line>\d+))?: (?P<cause>.+)", re.DOTALL
)
_TEMPLATE_HINT = "correct it and save; docs/themes.md lists what templates can use"


class Line(NamedTuple):
    """A line of a file, numbered from 1; `marked` if the problem is in it."""

    number: int
    text: str
    marked: bool


class Fault(NamedTuple):
    """A problem, and the lines of the file around it."""

    problem: Problem
    lines: tuple[Line, ...]


def of_problems(root: Path, problems: Sequence[Problem]) -> list[Fault]:
    """Return problems with the lines around them. `root` is the folder of the site."""
    return [Fault(one, tuple(_excerpt(root, one))) for one in problems[:MAX_PROBLEMS]]


def of_error(root: Path, error: BackfileError) -> list[Fault]:
    """Return the problems of site.yaml or a theme."""
    if isinstance(error, ConfigError):
        return of_problems(root, error.problems)
    return of_text(root, str(error))


def of_text(root: Path, text: str) -> list[Fault]:
    """Return a message as a problem, with the place that it names, if any."""
    found = _THEME_MESSAGE.fullmatch(text)
    if found is None:
        return [Fault(Problem("", 0, 0, "serve", text, ""), ())]
    path, line = f"themes/{found['file']}", int(found["line"] or 0)
    return of_problems(root, [Problem(path, line, 0, "theme", found["cause"], _TEMPLATE_HINT)])


def page(title: str, lead: str, faults: Sequence[Fault] = (), more: int = 0) -> bytes:
    """Return a page of the preview itself."""
    return _template().render(title=title, lead=lead, faults=faults, more=more).encode()


@cache
def _template() -> Template:
    loader = PackageLoader("generator.preview", "static")
    env = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return env.get_template("page.html")


def _excerpt(root: Path, problem: Problem) -> Iterator[Line]:
    """Yield the lines around a problem; none if it has no line, or the file can't be read."""
    if not problem.line:
        return
    first = max(1, problem.line - _AROUND)
    for number, text in enumerate(islice(_lines(root, problem.path), problem.line + _AROUND), 1):
        if number >= first:
            yield Line(number, text[:_MAX_LINE], number == problem.line)


def _lines(root: Path, path: str) -> list[str]:
    if post := post_in_pack(path):
        data = PackReader(str(root)).search(post, month_of(path.partition(":")[0]))
        return (data or b"").decode("utf-8", "replace").splitlines()
    folders = (root, *(shipped.parent for shipped in SHIPPED)) if path.startswith("themes/") else (root,)
    for folder in folders:
        try:
            data, _ = read_file(str(folder / path), _MAX_SIZE)
        except OSError:
            continue
        return (data or b"").decode("utf-8", "replace").splitlines()
    return []
