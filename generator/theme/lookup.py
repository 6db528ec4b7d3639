"""Finds a theme and those that it inherits from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import ThemeError
from generator.core.wording import similar
from generator.theme.manifest import ThemeOption, read_manifest

_PACKAGE = Path(__file__).resolve().parent.parent
#: Where the themes that ship with the program are: in the wheel, or in a checkout.
SHIPPED = (_PACKAGE / "themes", _PACKAGE.parent / "themes")


class Layer(NamedTuple):
    """One theme of a chain: its name and its folder."""

    name: str
    folder: str


class Theme(NamedTuple):
    """A theme and its ancestors, the most special first, and the options that they declare together."""

    layers: tuple[Layer, ...]
    options: Mapping[str, ThemeOption] = {}

    def folders(self, name: str) -> list[Path]:
        """Return the existing folders of a name (templates, assets, strings), the most special first."""
        return [path for layer in self.layers if (path := Path(layer.folder, name)).is_dir()]


def find_theme(name: str, own: Path) -> Theme:
    """Return the theme of a name from `own` (the site's themes/) or from those that ship with the program.

    Raises ThemeError for a theme that is not there and for one that inherits
    from itself, and ConfigError for a theme.yaml that can't be used.
    """
    layers: list[Layer] = []
    options: dict[str, ThemeOption] = {}
    wanted = name
    while wanted:
        if any(layer.name == wanted for layer in layers):
            chain = " → ".join([*(layer.name for layer in layers), wanted])
            raise ThemeError(f"themes/{name}/theme.yaml: a theme may not inherit from itself: {chain}")
        folder = _folder(wanted, own, heir=layers[-1].name if layers else "")
        layers.append(Layer(wanted, str(folder)))
        manifest = read_manifest(folder)
        options = {**manifest.options, **options}
        wanted = manifest.inherits
    return Theme(tuple(layers), options)


def _folder(name: str, own: Path, heir: str) -> Path:
    for home in (own, *SHIPPED):
        if (home / name / "theme.yaml").is_file():
            return home / name
    names = sorted({path.parent.name for home in (own, *SHIPPED) for path in home.glob("*/theme.yaml")})
    close = similar(name, names)
    where = f"themes/{heir}/theme.yaml: inherits" if heir else "site.yaml: theme.name"
    hint = f"did you mean {close[0]}?" if close else f"there is: {', '.join(names)}"
    raise ThemeError(f"{where}: there is no theme {name!r} with a theme.yaml under themes/ ({hint})")


def theme_digest(theme: Theme) -> str:
    """Return a digest of every file of a theme and its ancestors, by their names within it."""
    whole = hashlib.sha256()
    for layer in theme.layers:
        for name, path in theme_files(Path(layer.folder)):
            data = path.read_bytes()
            whole.update(f"{layer.name}/{name}\0{len(data)}\0".encode())
            whole.update(data)
    return whole.hexdigest()[:32]


def theme_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield (name, path) of the files of one theme, in the order of their names; hidden ones are left out.

    Raises ThemeError for a name that is not UTF-8, which no address could have.
    """
    found = sorted(
        (path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file()
    )
    for name, path in found:
        if not any(part.startswith(".") or part.endswith("~") for part in name.split("/")):
            if not name.isascii():
                _check_name(folder, name)
            yield name, path


def _check_name(folder: Path, name: str) -> None:
    shown = name.encode("utf-8", "replace").decode()
    if shown != name:
        raise ThemeError(f"{folder}: a file's name is not UTF-8: {shown}; rename it")
