"""Read site.yaml with the options of all kinds of output."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from generator.config import load
from generator.config.groups import Groups
from generator.config.schema import SiteConfig
from generator.kinds import registry
from generator.kinds.address_conflicts import address_conflicts


def option_groups() -> Groups:
    """Return the options that kinds have, each once."""
    return tuple(dict.fromkeys(group for kind in registry.KINDS for group in kind.options))


def load_config(path: Path) -> SiteConfig:
    """Return what a file says. Raises ConfigError with every mistake, and for a file that can't be read."""
    groups = option_groups()
    return load.load_config(path, groups, partial(address_conflicts, groups=groups))


def read_config(text: str, name: str = "site.yaml") -> SiteConfig:
    """Return what the text of a file says. Raises ConfigError with every mistake; `name` is the file's."""
    groups = option_groups()
    return load.read_config(text, name, groups, partial(address_conflicts, groups=groups))
