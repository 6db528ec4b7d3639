"""Describe the inputs that all outputs of a kind share: templates, texts, settings, program and libraries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.core.wording import listed
from generator.plan.reasons import sort_of


def materials(inputs: Mapping[str, str]) -> Iterator[str]:
    """Yield sentences about the shared inputs of an output, as they were at the last build."""
    parts: dict[str, dict[str, str]] = {}
    for name, value in sorted(inputs.items()):
        sort, own = sort_of(name)
        parts.setdefault(sort, {})[own] = value
    yield from _templates(parts.get("template", {}))
    if "words" in parts:
        names = (name.partition("/") for name in parts["words"])
        yield f"Its texts are from {listed([f'{file} of the theme {theme}' for theme, _, file in names])}."
    if "asset" in parts:
        files = [value or f"{name} (missing)" for name, value in parts["asset"].items()]
        yield f"It uses the assets {listed(files)}."
    if "setting" in parts:
        yield f"It depends on these settings of site.yaml: {', '.join(parts['setting'])}."
        if "pages" in parts:
            yield "It depends on the titles and addresses of the static pages in the navigation."
    versions = {**parts.get("program", {}), **parts.get("library", {})}
    if versions:
        yield f"It was made by {listed([f'{name} {value}' for name, value in versions.items()])}."


def _templates(values: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each theme: which of its templates a page can use."""
    by_theme: dict[str, list[str]] = {}
    for name, value in values.items():
        by_theme.setdefault(value.partition(":")[0], []).append(name)
    for theme, names in sorted(by_theme.items()):
        which = "template" if len(names) == 1 else "templates"
        if theme:
            yield f"It is made with the {which} {listed(names)} of the theme {theme}."
        else:
            yield f"It could also use the {which} {listed(names)}, which no theme has."
