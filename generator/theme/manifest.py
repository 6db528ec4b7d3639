"""theme.yaml: what a theme inherits from, and which options a site can give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from generator.config.load import load_file
from generator.config.nodes import Rules

Kind = Literal["text", "choice", "address", "colour", "fonts", "links", "html", "any"]


@dataclass(frozen=True, slots=True)
class ThemeOption:
    """An option of a theme, as theme.yaml declares it."""

    kind: Kind = "text"
    """What its value may be."""
    choices: tuple[str, ...] = ()
    """The values that a choice is between; the first is its default."""
    property: str = ""
    """The custom property (`--site-accent`) that its value becomes in the theme's style.css."""
    on: tuple[str, ...] = ()
    """Grounds that a colour must be legible on: contrast of 4.5 to 1 or more (WCAG 2.2, 1.4.3)."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole of theme.yaml."""

    name: str = ""
    """What it is called."""
    description: str = ""
    """One sentence about it."""
    inherits: str = ""
    """The theme that has what this one has not."""
    options: Mapping[str, ThemeOption] = field(default_factory=dict)
    """Options that a site can give under `theme.options`, besides those of the theme it inherits from."""


_RULES = Rules(ranges={}, values={}, names={}, shorthands={"options.*": "kind"})


def read_manifest(folder: Path) -> Manifest:
    """Return what the theme.yaml of a theme's folder says. Raises ConfigError with every mistake."""
    return load_file(folder / "theme.yaml", f"themes/{folder.name}/theme.yaml", Manifest, _RULES)
