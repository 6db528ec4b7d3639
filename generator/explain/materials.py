"""What outputs of a kind are made from together: templates, words, settings, program and libraries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.core.wording import listed
from generator.plan.reasons import sort_of


def materials(inputs: Mapping[str, str]) -> Iterator[str]:
    """Yield what an output shares with the others of its kind, from the inputs at the last build."""
    parts: dict[str, dict[str, str]] = {}
    for name, value in sorted(inputs.items()):
        sort, own = sort_of(name)
        parts.setdefault(sort, {})[own] = value
    yield from _templates(parts.get("template", {}))
    if "words" in parts:
        files = (name.partition("/") for name in parts["words"])
        yield f"Its words are from {listed([f'{file} of the theme {theme}' for theme, _, file in files])}."
    if "asset" in parts:
        yield f"It names {listed([value or f'{name} (missing)' for name, value in parts['asset'].items()])}."
    if "setting" in parts:
        pages = ["titles and addresses of static pages"] if "pages" in parts else []
        yield f"It depends on these settings of site.yaml: {', '.join(parts['setting'])}."
        yield from (f"It depends on the {one}, for the navigation." for one in pages)
    versions = {**parts.get("program", {}), **parts.get("library", {})}
    if versions:
        yield f"It was made by {listed([f'{name} {value}' for name, value in versions.items()])}."


def _templates(values: Mapping[str, str]) -> Iterator[str]:
    """Yield the templates that a page can reach, by the theme that they are found in."""
    by_theme: dict[str, list[str]] = {}
    for name, value in values.items():
        by_theme.setdefault(value.partition(":")[0], []).append(name)
    for theme, names in sorted(by_theme.items()):
        which = "template" if len(names) == 1 else "templates"
        if theme:
            yield f"It is made with the {which} {listed(names)} of the theme {theme}."
        else:
            yield f"It would be made with the {which} {listed(names)} too, if there were any."
