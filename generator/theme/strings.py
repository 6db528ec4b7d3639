"""Load the texts of the interface in the language of the site."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from generator.core.errors import ThemeError
from generator.theme.lookup import Theme

_FALLBACK = "en"


def catalogue(theme: Theme, language: str) -> SimpleNamespace:
    """Return the texts of a theme for a BCP 47 tag, as attributes.

    The language itself is looked for first, then a different variety of it, then
    English; each theme of the chain adds to, and overrides, the inherited texts.
    """
    texts: dict[str, str] = {}
    for file in reversed(catalogue_files(theme, language)):
        texts.update(_read(file))
    return SimpleNamespace(**texts)


def catalogue_files(theme: Theme, language: str) -> list[Path]:
    """Return the files that a catalogue is read from, that of the theme itself first."""
    return [file for folder in theme.folders("strings") if (file := _closest(folder, language))]


def _closest(folder: Path, language: str) -> Path | None:
    files = {path.stem.lower(): path for path in sorted(folder.glob("*.yaml"))}
    wanted = language.lower()
    varieties = [stem for stem in files if stem.split("-")[0] == wanted.split("-")[0]]
    for stem in (wanted, *varieties, _FALLBACK):
        if stem in files:
            return files[stem]
    return None


def _read(path: Path) -> dict[str, str]:
    import yaml

    try:
        texts = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader) or {}  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ThemeError(f"{path.parent.parent.name}/strings/{path.name} can't be read: {error}") from None
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise ThemeError(f"{path.parent.parent.name}/strings/{path.name}: not a mapping of keys to texts")
    return texts
