"""Check what must hold between several options: terms that claim the same name, options that need others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from generator.addresses.segments import fold
from generator.config.groups import Groups
from generator.config.schema import After, Term
from generator.config.yaml.errors import OptionError
from generator.core.wording import quoted_value


class Conflict(NamedTuple):
    """An option that does not fit the others; of two terms that want the same, the one that came second."""

    path: tuple[str | int, ...]
    error: OptionError


def conflicts(values: Mapping[str, Any], groups: Groups) -> Iterator[Conflict]:
    """Yield all conflicts between the options that a site.yaml gives, which are well-formed one by one."""
    for group in ("categories", "tags"):
        yield from term_conflicts(group, values.get(group, {}))
    yield from _needs_of_url(values, groups)
    yield from _needs_of_others(values, groups)


def term_conflicts(group: str, terms: Mapping[str, Term]) -> Iterator[Conflict]:
    """Yield aliases and slugs that two of the terms of a group (`categories`) claim.

    Slugs are compared as file systems do that ignore case; aliases as written.
    """
    aliases: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for name, term in terms.items():
        for index, alias in enumerate(term.aliases):
            error = _alias_error(alias, name, terms, aliases.setdefault(alias, name))
            if error:
                yield Conflict((group, name, "aliases", index), error)
        owner = slugs.setdefault(fold(term.slug), name) if term.slug else name
        if owner != name:
            message = f"{quoted_value(term.slug)} is the slug of {quoted_value(owner)} already"
            yield Conflict((group, name, "slug"), OptionError("conflict", message, "choose a different one"))


def _alias_error(alias: str, name: str, terms: Mapping[str, Term], owner: str) -> OptionError | None:
    shown = quoted_value(alias)
    if alias == name:
        return OptionError("conflict", f"{shown} is the name of the entry itself", "remove it")
    if alias in terms:
        return OptionError("conflict", f"{shown} has an entry of its own", "remove the alias, or that entry")
    if owner != name:
        return OptionError(
            "conflict", f"{shown} counts as {quoted_value(owner)} already", "remove one of them"
        )
    return None


def _needs_of_url(values: Mapping[str, Any], groups: Groups) -> Iterator[Conflict]:
    """Yield the options that mean something only where the site's own address is known."""
    if values.get("url"):
        return
    error = OptionError("url-missing", "needs the address of the site", "write url: as well")
    for group, name in ((one.name, name) for one in groups for name in one.need_url):
        if getattr(values.get(group), name, None):
            yield Conflict((group, name), error)
    for group in ("categories", "tags"):
        for name in (name for name, term in values.get(group, {}).items() if term.feeds):
            yield Conflict((group, name, "feeds"), error)
    after = values["publish"].after if "publish" in values else After()
    for name in (one.name for one in fields(After)):
        if getattr(after, name) != getattr(After(), name):
            yield Conflict(("publish", "after", name), error)


def _needs_of_others(values: Mapping[str, Any], groups: Groups) -> Iterator[Conflict]:
    """Yield the options that mean something only together with another option of their group."""
    for group, name, other in ((one.name, *pair) for one in groups for pair in one.needs):
        chosen = values.get(group)
        if getattr(chosen, name, None) and not getattr(chosen, other):
            error = OptionError("option-missing", f"needs {group}.{other}", f"write {other}: as well")
            yield Conflict((group, name), error)
