"""Check the options that a site sets for its theme, and add the defaults of the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.config.load import positions_in
from generator.config.rules.addresses import check_picture
from generator.config.yaml.errors import Findings, OptionError
from generator.config.yaml.reader import dotted
from generator.core.model import WHOLE_FILE
from generator.core.wording import did_you_mean, quoted_value
from generator.theme.lookup import Theme
from generator.theme.manifest import ThemeOption, check_colour

#: The key of theme options in site.yaml.
_PATH = ("theme", "options")
#: The contrast that text needs with its background (WCAG 2.2, 1.4.3, level AA).
_CONTRAST = 4.5

#: The name of a font, in quotes or as words; and a list of names with commas.
_FONT = r"""(?:"[\w .-]+"|'[\w .-]+'|[A-Za-z][\w-]*(?: [\w-]+)*)"""
_FONTS = re.compile(rf"{_FONT}(?:\s*,\s*{_FONT})*")

#: Keys and list indexes that lead to a value.
Steps = tuple[str | int, ...]


def check_options(theme: Theme, given: Mapping[str, Any], file: Path) -> None:
    """Raise ConfigError with all options in a site.yaml that are unknown or have wrong values."""
    errors = list(_errors(theme, given))
    if not errors:
        return
    positions = positions_in(file)
    findings = Findings(file.name)
    for steps, error in errors:
        path = (*_PATH, *steps)
        findings.add(error, positions.get(path, WHOLE_FILE), dotted(path))
    findings.raise_any()


def complete(theme: Theme, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return all options of a theme; options that are not set have an empty value, or the first choice."""
    return {name: given.get(name) or _default(option) for name, option in theme.options.items()} | {
        name: value for name, value in given.items() if value is not None
    }


def custom_properties(theme: Theme, given: Mapping[str, Any]) -> str:
    """Return CSS that sets the custom properties of options; "" if there are none."""
    lines = [
        f"  {option.property}: {given[name]};\n"
        for name, option in theme.options.items()
        if option.property and given.get(name)
    ]
    return f"\n:root {{\n{''.join(lines)}}}\n" if lines else ""


def _default(option: ThemeOption) -> Any:
    if option.kind in ("links", "any"):
        return None
    return option.choices[0] if option.choices else ""


def _errors(theme: Theme, given: Mapping[str, Any]) -> Iterator[tuple[Steps, OptionError]]:
    for name, value in given.items():
        option = theme.options.get(name)
        if option is None:
            yield (name,), _unknown(theme, name)
        elif value is not None:
            for steps, error in _value_errors(value, option):
                yield (name, *steps), error


def _unknown(theme: Theme, name: str) -> OptionError:
    title = theme.layers[0].name
    otherwise = f"known: {', '.join(theme.options)}" if theme.options else "it has none"
    hint = did_you_mean(name, theme.options, otherwise)
    return OptionError("unknown", f"is not an option of the theme {quoted_value(title)}", hint)


def _value_errors(value: Any, option: ThemeOption) -> Iterator[tuple[Steps, OptionError]]:
    """Yield the errors in the value of an option, each with the path to it from there."""
    if option.kind == "links":
        yield from _link_errors(value)
    elif option.kind != "any":
        try:
            if not isinstance(value, str) and (isinstance(value, bool) or not isinstance(value, int | float)):
                raise OptionError("type", "must be text", "write it after the colon, in quotes if need be")
            _CHECKS[option.kind](str(value), option)
        except OptionError as error:
            yield (), error


def _link_errors(value: Any) -> Iterator[tuple[Steps, OptionError]]:
    hint = "write {title: 关于, url: about.html}"
    if not isinstance(value, tuple | list):
        yield (), OptionError("type", "must be a list of links", f"{hint} after a hyphen")
        return
    for index, item in enumerate(value):
        if not isinstance(item, Mapping) or {*item} != {"title", "url"} or None in item.values():
            yield (index,), OptionError("type", "has an item that is not a title and a url", hint)
            continue
        try:
            _check_address(str(item["url"]))
        except OptionError as error:
            yield (index, "url"), error


def _check_address(text: str, _: ThemeOption | None = None) -> None:
    """Accept a path from the root of the site, or a full URL."""
    if text != check_picture(text):
        raise OptionError(
            "path", f"{quoted_value(text)} begins with a slash", "leave it out, then it is from the root"
        )


def _check_choice(text: str, option: ThemeOption) -> None:
    if text not in option.choices:
        choices = " or ".join(quoted_value(choice) for choice in option.choices)
        hint = did_you_mean(text, option.choices, f"write for example {option.choices[0]}")
        raise OptionError("choice", f"must be {choices}, not {quoted_value(text)}", hint)


def _check_fonts(text: str, _: ThemeOption) -> None:
    if text and not _FONTS.fullmatch(text):
        raise OptionError("fonts", f"must be names of fonts, not {quoted_value(text)}",
                          """write for example '"Noto Serif SC", serif'""")  # fmt: skip


def _check_colour(text: str, option: ThemeOption) -> None:
    if not text:
        return
    check_colour(text)
    for background in option.on:
        ratio = contrast(text, background)
        if ratio < _CONTRAST:
            message = f"{text} has a contrast of {ratio:.1f} to 1 on {background}, and text needs {_CONTRAST}"
            raise OptionError(
                "colour", message, f"make it {'lighter' if _luminance(background) < 0.2 else 'darker'}"
            )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, `contrast ratio`)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2), from 0 to 1."""
    digits = colour[1:]
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[i : i + 2] for i in (0, 2, 4)]
    values = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_CHECKS: Mapping[str, Callable[[str, ThemeOption], None]] = {
    "text": lambda _, __: None,
    "html": lambda _, __: None,
    "choice": _check_choice,
    "address": _check_address,
    "colour": _check_colour,
    "fonts": _check_fonts,
}
