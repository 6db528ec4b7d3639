"""Carry a theme to workers that do not see its folders."""

from __future__ import annotations

import shutil
import weakref
from pathlib import Path
from typing import NamedTuple

from generator.theme.lookup import Layer, Theme, theme_files


class CarriedTheme(NamedTuple):
    """A theme and the files of its layers: the number of the layer, the name of the file, its bytes."""

    theme: Theme
    files: tuple[tuple[int, str, bytes], ...]

    @classmethod
    def of(cls, theme: Theme) -> CarriedTheme:
        """Read the files of a theme. Raises OSError and ThemeError."""
        files = (
            (number, name, path.read_bytes())
            for number, layer in enumerate(theme.layers)
            for name, path in theme_files(Path(layer.folder))
        )
        return cls(theme, tuple(files))

    def unpack(self, folder: Path) -> Theme:
        """Write the files below a folder, and return the theme that has its layers there. Raises OSError."""
        for number, name, data in self.files:
            # The name of a theme is the name of its folder, which messages about templates show.
            file = folder / self.theme.layers[number].name / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        layers = tuple(Layer(layer.name, str(folder / layer.name)) for layer in self.theme.layers)
        return self.theme._replace(layers=layers)


class UnpackedTheme:
    """A theme in a temporary folder, which goes when this object goes, or at the latest when Python ends.

    `templates` is a folder for its compiled templates.
    """

    def __init__(self, carried: CarriedTheme) -> None:
        from tempfile import mkdtemp  # Late: only workers without the files of the archive need it.

        folder = mkdtemp(prefix="backfile-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.theme = carried.unpack(Path(folder, "themes"))
        self.templates = f"{folder}/templates"
