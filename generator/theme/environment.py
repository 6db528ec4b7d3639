"""Make the Jinja environment of a theme, and turn errors in templates into messages with file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal
from unicodedata import bidirectional

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.runtime import Context

from generator.addresses.links import href
from generator.core.errors import ThemeError
from generator.core.languages import Direction, direction_of
from generator.theme.assets import Asset
from generator.theme.lookup import Theme
from generator.theme.once_tag import Once
from generator.theme.patterns import filled
from generator.theme.strings import catalogue
from generator.theme.view_models import Moment

#: Languages that are written with Han characters or in the same fonts (BCP 47).
_HAN_LANGUAGE = re.compile(r"(?:zh|ja|ko|yue|nan|hak|wuu)\b", re.IGNORECASE)
#: From the radicals to the end of Hangul, compatibility ideographs, wide forms, and the planes above.
_HAN = re.compile("[\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]{2}")
#: Blocks of scripts that run from right to left, from Hebrew on, with presentation forms and higher planes.
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


class _Environment(Environment):
    """Renders templates that have no globals of their own.

    Jinja would give each one a chain of two mappings, and copy that for each page, key by key.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def environment(
    theme: Theme, language: str, assets: Mapping[str, Asset], compiled: BytecodeCache | None = None
) -> Environment:
    """Return the environment that renders a theme. `compiled` keeps its compiled templates.

    A plain name (`post.html`) is looked up in each theme of the chain; a name
    with a theme before it (`default/post.html`) only in that theme, so that a
    template can extend the template that it replaces.
    """
    folders = {layer.name: str(Path(layer.folder, "templates")) for layer in theme.layers}
    env = _Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(list(folders.values())),
                PrefixLoader({name: FileSystemLoader(folder) for name, folder in folders.items()}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=[Once],
        bytecode_cache=compiled,
    )
    words = catalogue(theme, language)
    direction = direction_of(language)
    env.globals.update(text=words, asset=_asset_function(assets))
    env.filters.update(
        date=_date_filter(words),
        direction=_site_filter(lambda text: _other_direction(text, direction)),
        fill=_fill_filter(words),
        language=_site_filter(_guess_language if _HAN_LANGUAGE.match(language) else lambda _: ""),
    )
    return env


def _site_filter(function: Callable[[Any], str]) -> Callable[[Context, Any], str]:
    """Return a filter that depends on the site.

    Jinja applies a filter to a constant when it compiles a template. But a filter that
    takes the context is applied when the template is rendered.
    """

    @pass_context
    def given(_: Context, value: Any) -> str:
        return function(value)

    return given


def _asset_function(assets: Mapping[str, Asset]) -> Any:
    def asset(name: str) -> str:
        if name not in assets:
            raise TemplateNotFound(f"assets/{name}")
        return href(assets[name].path)

    return asset


def _guess_language(text: str) -> str:
    """Return "und" for a title with letters from A to Z and none of East Asia, else "".

    Its language is not that of the site, but not known: `Journée à la plage` is not English. Unmarked, its
    quotation marks and dashes would be as wide as Han characters, and screen readers would spell its words.
    (BCP 47, 4.1: "und" stands for a language that is not determined.)
    """
    return "und" if not _HAN.search(text) and _LATIN.search(text) else ""


def _other_direction(text: str, direction: Direction) -> Direction | Literal[""]:
    """Return the direction of a text by its first letter that has one (UAX 9, P2), "" for the site's.

    A title in Hebrew among Chinese ones would else have its punctuation at the wrong end.
    """
    if direction == "ltr" and not _RTL.search(text):
        return ""
    first = next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "")
    own: Direction = "ltr" if first == "L" else "rtl"
    return own if first and own != direction else ""


def _date_filter(words: SimpleNamespace) -> Callable[..., str]:
    """Return the filter that writes a date. Lists of posts write the same few days again and again."""

    @lru_cache(maxsize=4096)
    def date(day: str) -> str:
        moment = Moment(day)
        return filled(words, words.date, year=moment.year, month=moment.month, day=moment.day)

    return _site_filter(lambda moment: date(moment.iso[:10]))


def _fill_filter(words: SimpleNamespace) -> Callable[..., str]:
    @pass_context
    def fill(_: Context, pattern: str, **fields: object) -> str:
        return filled(words, pattern, **fields)

    return fill


def render(env: Environment, template: str, context: Mapping[str, Any], subject: str) -> str:
    """Render a template. Raises ThemeError with the template, line, cause, and the subject of the page."""
    try:
        return env.get_template(template).render(context)
    except MemoryError:
        raise
    except (Exception, SystemExit) as error:  # whatever a template raises, its author needs the place
        raise ThemeError(f"{_place(error, template)}: {_cause(error)} (while rendering {subject})") from error


def _place(error: BaseException, template: str) -> str:
    """Return `name:line` of the template that failed, from the traceback, whose lines Jinja maps to it."""
    if isinstance(error, TemplateSyntaxError):
        return f"{_short(error.filename or error.name or template)}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/templates/" in frame.filename]
    if not frames:
        return template
    # Jinja maps the lines of an Exception; those of a SystemExit are lines of compiled Python.
    line = f":{frames[-1].lineno}" if isinstance(error, Exception) else ""
    return f"{_short(frames[-1].filename)}{line}"


def _short(filename: str) -> str:
    """Return the path of a template from the name of its theme on."""
    head, found, name = filename.rpartition("/templates/")
    return f"{Path(head).name}/templates/{name}" if found else filename


def _cause(error: BaseException) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no {error.message or error.name}"
    if isinstance(error, TemplateError):
        return str(error.message)
    return f"{type(error).__name__}: {error}"
