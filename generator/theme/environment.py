"""Make the Jinja environment of a theme, and turn errors in templates into messages with file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

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
from generator.theme.assets import Asset
from generator.theme.lookup import Theme
from generator.theme.once_tag import Once
from generator.theme.strings import catalogue
from generator.theme.view_models import Moment

#: Languages that are written with Han characters or in the same fonts (BCP 47).
_HAN_LANGUAGE = re.compile(r"(?:zh|ja|ko|yue|nan|hak|wuu)\b", re.IGNORECASE)
#: From the radicals to the end of Hangul, compatibility ideographs, wide forms, and the planes above.
_HAN = re.compile("[\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]{2}")


def environment(
    theme: Theme, language: str, assets: Mapping[str, Asset], compiled: BytecodeCache | None = None
) -> Environment:
    """Return the environment that renders a theme. `compiled` keeps its compiled templates.

    A plain name (`post.html`) is looked up in each theme of the chain; a name
    with a theme before it (`default/post.html`) only in that theme, so that a
    template can extend the template that it replaces.
    """
    folders = {layer.name: str(Path(layer.folder, "templates")) for layer in theme.layers}
    env = Environment(
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
    env.globals.update(text=words, asset=_asset_function(assets))
    env.filters.update(
        date=_site_filter(lambda moment: _date(words.date, moment)),
        fill=_fill,
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
    """Return "en" for a title with letters from A to Z and none of East Asia, else "".

    Han fonts would make its quotation marks and dashes as wide as Han characters, and screen readers
    would spell its words.
    """
    return "en" if not _HAN.search(text) and _LATIN.search(text) else ""


def _date(pattern: str, moment: Moment) -> str:
    return pattern.format(year=moment.year, month=moment.month, day=moment.day)


def _fill(pattern: str, **fields: object) -> str:
    """Return a text with its fields filled in. With a count it may have two forms: `singular | plural`."""
    if "count" in fields and " | " in pattern:
        one, others = pattern.split(" | ", 1)
        pattern = one if fields["count"] == 1 else others
    return str(pattern).format(**fields)


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
