"""What must hold between the categories, or the tags, that site.yaml describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.addresses.segments import fold
from generator.config.schema import Term
from generator.config.yaml.errors import OptionError
from generator.core.wording import quoted_value


class Conflict(NamedTuple):
    """Two terms want the same; `path` is the option that came second."""

    path: tuple[str | int, ...]
    error: OptionError


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
            yield Conflict((group, name, "slug"), OptionError("conflict", message, "choose another one"))


def _alias_error(alias: str, name: str, terms: Mapping[str, Term], owner: str) -> OptionError | None:
    if alias == name:
        return OptionError("conflict", f"{quoted_value(alias)} is the name of the entry itself", "remove it")
    if alias in terms:
        message = f"{quoted_value(alias)} has an entry of its own"
        return OptionError("conflict", message, "remove the alias, or that entry")
    if owner != name:
        return OptionError(
            "conflict", f"{quoted_value(alias)} counts as {quoted_value(owner)} already", "remove one of them"
        )
    return None
