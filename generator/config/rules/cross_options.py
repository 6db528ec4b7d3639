"""What must hold between options of different groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.config.groups import Groups
from generator.config.rules.terms import Conflict
from generator.config.yaml.errors import OptionError


def needs_of_url(values: Mapping[str, Any], groups: Groups) -> Iterator[Conflict]:
    """Yield the options that mean something only where the site's own address is known."""
    if values.get("url"):
        return
    for group, name in ((one.name, name) for one in groups for name in one.need_url):
        if getattr(values.get(group), name, None):
            error = OptionError("url-missing", "needs the address of the site", "write url: as well")
            yield Conflict((group, name), error)
