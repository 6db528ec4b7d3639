"""Read `permalinks` of a Hugo site: patterns by kind and section, or a list of rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.importers.article import Value
from generator.importers.sites.config_files import group, lowered
from generator.importers.sites.front_matter import Data, text

KINDS = ("page", "section", "taxonomy", "term")


class Rule(NamedTuple):
    """A pattern for the pages of a kind ("" for all) whose paths match (None: any): `/news/**`."""

    pattern: str
    kind: str
    path: re.Pattern[str] | None

    def holds_for(self, kind: str, path: str) -> bool:
        """Return whether it is for a page of a kind, by its path in the content."""
        return self.kind in ("", kind) and (self.path is None or self.path.fullmatch(path) is not None)


class Permalinks(NamedTuple):
    """The patterns of a site: by kind and section, and rules, of which the first that holds counts."""

    sections: Mapping[str, Mapping[str, str]]
    rules: tuple[Rule, ...]

    def pattern(self, kind: str, section: str, path: str) -> str:
        """Return the pattern of the pages of a kind in a section, "" for none."""
        rule = next((rule for rule in self.rules if rule.holds_for(kind, path)), None)
        return rule.pattern if rule else self.sections.get(kind, {}).get(section, "")


def permalinks_of(values: Data) -> Permalinks:
    """Return the patterns in the settings of a site, or of a language."""
    written = values.get("permalinks")
    rules = tuple(_rules(written)) if isinstance(written, list) else ()
    return Permalinks(_by_section(group(values, "permalinks")), rules)


def _by_section(values: Data) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for name, value in values.items():
        if isinstance(value, dict):
            found.setdefault(name.lower(), {}).update({key: text(one) for key, one in value.items()})
        else:  # the old form, for pages and terms
            found["page"][name] = found["term"][name] = text(value)
    return found


def _rules(written: list[Value]) -> Iterator[Rule]:
    for one in written:
        values = lowered(dict(one)) if isinstance(one, Mapping) else {}
        target = lowered(group(values, "target"))
        path = text(target.get("path"))
        if text(values.get("pattern")):
            yield Rule(
                text(values["pattern"]), text(target.get("kind")).lower(), _glob(path) if path else None
            )


def _glob(pattern: str) -> re.Pattern[str]:
    """Return a glob of Hugo, with `*`, `**`, `?` and `{a,b}`, as an expression."""
    parts = re.split(r"(\*\*|\*|\?|\{[^{}]*\})", pattern.lower())
    forms = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    out = []
    for part in parts:
        if part.startswith("{"):
            out.append(f"(?:{'|'.join(map(re.escape, part[1:-1].split(',')))})")
        else:
            out.append(forms.get(part) or re.escape(part))
    return re.compile("".join(out), re.IGNORECASE)
