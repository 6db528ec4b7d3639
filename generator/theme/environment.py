"""The one Jinja environment of a theme, and errors that say where in it they are."""

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

#: Languages whose letters are Han or stand beside them (BCP 47).
_HAN_LANGUAGE = re.compile(r"(?:zh|ja|ko|yue|nan|hak|wuu)\b", re.IGNORECASE)
#: From the radicals to the end of Hangul, compatibility ideographs, wide forms, and the planes above.
_HAN = re.compile("[\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]{2}")


def environment(
    theme: Theme, language: str, assets: Mapping[str, Asset], compiled: BytecodeCache | None = None
) -> Environment:
    """Return the environment that renders a theme. `compiled` is where its templates are kept when compiled.

    A plain name (`post.html`) is looked for along the chain of themes; a name
    with a theme before it (`default/post.html`) is that theme's own, so that
    a template can extend the one it replaces.
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
        date=_of_site(lambda moment: _date(words.date, moment)),
        fill=_fill,
        language=_of_site(_foreign if _HAN_LANGUAGE.match(language) else lambda _: ""),
    )
    return env


def _of_site(function: Callable[[Any], str]) -> Callable[[Context, Any], str]:
    """Return a filter that is not the same for all sites.

    Jinja calls others for a constant when it compiles a template; one that is
    given the context it leaves for when it renders.
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


def _foreign(text: str) -> str:
    """Return the language of a title without a letter of East Asia but with some of A to Z: likely English.

    Han fonts would draw its quotation marks and dashes as wide as Han; voices would spell its words out.
    """
    return "en" if not _HAN.search(text) and _LATIN.search(text) else ""


def _date(pattern: str, moment: Moment) -> str:
    return pattern.format(year=moment.year, month=moment.month, day=moment.day)


def _fill(pattern: str, **fields: object) -> str:
    """Return a text with its fields filled in. One with a count may have two forms: for one, for others."""
    if "count" in fields and " | " in pattern:
        one, others = pattern.split(" | ", 1)
        pattern = one if fields["count"] == 1 else others
    return str(pattern).format(**fields)


def render(env: Environment, template: str, context: Mapping[str, Any], subject: str) -> str:
    """Render a template. Raises ThemeError that names template, line, cause, and the subject it rendered."""
    try:
        return env.get_template(template).render(context)
    except MemoryError:
        raise
    except (Exception, SystemExit) as error:  # whatever a template raises, its author must see where
        raise ThemeError(f"{_place(error, template)}: {_cause(error)} (while rendering {subject})") from error


def _place(error: BaseException, template: str) -> str:
    """Return `name:line` of the template that failed, from the traceback that Jinja maps back to it."""
    if isinstance(error, TemplateSyntaxError):
        return f"{_short(error.filename or error.name or template)}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/templates/" in frame.filename]
    if not frames:
        return template
    # Jinja maps back lines of an Exception; of a SystemExit they are those of the Python that it made.
    line = f":{frames[-1].lineno}" if isinstance(error, Exception) else ""
    return f"{_short(frames[-1].filename)}{line}"


def _short(filename: str) -> str:
    """Return the end of a template's path, from the name of its theme on."""
    head, found, name = filename.rpartition("/templates/")
    return f"{Path(head).name}/templates/{name}" if found else filename


def _cause(error: BaseException) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no {error.message or error.name}"
    if isinstance(error, TemplateError):
        return str(error.message)
    return f"{type(error).__name__}: {error}"
