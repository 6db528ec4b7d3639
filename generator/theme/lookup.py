"""Find a theme and the themes that it inherits from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import ThemeError
from generator.core.wording import similar
from generator.theme.manifest import ThemeOption, read_manifest

_PACKAGE = Path(__file__).resolve().parent.parent
#: The folders of the themes that ship with the program: in the wheel, and in a checkout.
SHIPPED = (_PACKAGE / "themes", _PACKAGE.parent / "themes")


class Layer(NamedTuple):
    """One theme of a chain: its name and its folder."""

    name: str
    folder: str


class Theme(NamedTuple):
    """A theme and its ancestors, the theme itself first, and all options that they declare.

    `minified` are the names of the assets of each theme that are minified.
    """

    layers: tuple[Layer, ...]
    options: Mapping[str, ThemeOption] = {}
    minified: Mapping[str, tuple[str, ...]] = {}

    def folders(self, name: str) -> list[Path]:
        """Return the existing folders of a name (templates, assets, strings), the theme's own first."""
        return [path for layer in self.layers if (path := Path(layer.folder, name)).is_dir()]


def find_theme(name: str, own: Path) -> Theme:
    """Return a theme from `own` (the site's themes/) or from the themes that ship with the program.

    Raises ThemeError for a theme that does not exist or that inherits from
    itself, and ConfigError for a theme.yaml with errors.
    """
    layers: list[Layer] = []
    options: dict[str, ThemeOption] = {}
    minified: dict[str, tuple[str, ...]] = {}
    wanted = name
    while wanted:
        if any(layer.name == wanted for layer in layers):
            chain = " → ".join([*(layer.name for layer in layers), wanted])
            raise ThemeError(f"themes/{name}/theme.yaml: a theme may not inherit from itself: {chain}")
        folder = _folder(wanted, own, child=layers[-1].name if layers else "")
        layers.append(Layer(wanted, str(folder)))
        manifest = read_manifest(folder)
        minified[wanted] = manifest.minify
        options = {**manifest.options, **options}
        wanted = manifest.inherits
    return Theme(tuple(layers), options, minified)


def _folder(name: str, own: Path, child: str) -> Path:
    for folder in (own, *SHIPPED):
        if (folder / name / "theme.yaml").is_file():
            return folder / name
    names = sorted({path.parent.name for folder in (own, *SHIPPED) for path in folder.glob("*/theme.yaml")})
    close = similar(name, names)
    where = f"themes/{child}/theme.yaml: inherits" if child else "site.yaml: theme.name"
    hint = f"did you mean {close[0]}?" if close else f"there is: {', '.join(names)}"
    raise ThemeError(f"{where}: there is no theme {name!r} with a theme.yaml under themes/ ({hint})")


def theme_digest(theme: Theme) -> str:
    """Return a digest of the names and contents of all files of a theme and its ancestors."""
    whole = hashlib.sha256()
    for layer in theme.layers:
        for name, path in theme_files(Path(layer.folder)):
            data = path.read_bytes()
            whole.update(f"{layer.name}/{name}\0{len(data)}\0".encode())
            whole.update(data)
    return whole.hexdigest()[:32]


def theme_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield (name, path) of the files of one theme, sorted by name, without hidden files and backups (`a~`).

    Raises ThemeError for a name that is not UTF-8, since no address can have it.
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
