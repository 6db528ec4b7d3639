"""List the rules of a check. A new rule is a module of this folder, and a line in `RULES`."""

from __future__ import annotations

from generator.checks.context import Rule
from generator.checks.rules import (
    addresses,
    anchors,
    duplicates,
    external,
    frontmatter,
    kept_pictures,
    links,
    pictures,
    pictures_beside,
    search_size,
    terms,
)

#: In the order in which they run.
RULES: tuple[Rule, ...] = (
    frontmatter.check,
    terms.check,
    duplicates.check,
    links.check,
    anchors.check,
    pictures.check,
    kept_pictures.check,
    pictures_beside.check,
    addresses.check,
    search_size.check,
    external.check,
)
