"""Read site.yaml with the options of all kinds of output."""

from __future__ import annotations

from pathlib import Path

from generator.config import load
from generator.config.groups import Groups
from generator.config.schema import SiteConfig
from generator.kinds import registry


def option_groups() -> Groups:
    """Return the options that kinds have, each once."""
    return tuple(dict.fromkeys(group for kind in registry.KINDS for group in kind.options))


def load_config(path: Path) -> SiteConfig:
    """Return what a file says. Raises ConfigError with every mistake, and for a file that can't be read."""
    return load.load_config(path, option_groups(), registry.reserved())


def read_config(text: str, name: str = "site.yaml") -> SiteConfig:
    """Return what the text of a file says. Raises ConfigError with every mistake; `name` is the file's."""
    return load.read_config(text, name, option_groups(), registry.reserved())
