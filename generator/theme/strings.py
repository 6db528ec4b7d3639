"""Load the texts of the interface in the language of the site."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from generator.core.errors import ThemeError
from generator.core.languages import language_of, script_of
from generator.theme.lookup import Theme

_FALLBACK = "en"


class Files(NamedTuple):
    """Files with texts, that of the theme itself first: in a language, and in English where it has none."""

    own: list[Path]
    fallback: list[Path]


def catalogue(theme: Theme, language: str) -> SimpleNamespace:
    """Return the texts of a theme for a BCP 47 tag, as attributes.

    Each theme of the chain adds to, and overrides, the inherited texts. A theme
    without texts in the language adds English ones, which override none in the language.
    """
    own, fallback = _files(theme, language)
    return SimpleNamespace(**(_texts(fallback) | _texts(own)))


def catalogue_files(theme: Theme, language: str) -> list[Path]:
    """Return the files that a catalogue is read from."""
    own, fallback = _files(theme, language)
    return [*own, *fallback]


def missing_texts(theme: Theme, language: str) -> list[str]:
    """Return the keys whose texts are English because no theme of the chain has them in the language."""
    own, fallback = _files(theme, language)
    return sorted(_texts(fallback).keys() - _texts(own).keys()) if fallback else []


def _files(theme: Theme, language: str) -> Files:
    files = Files([], [])
    for folder in theme.folders("strings"):
        found = {path.stem.lower(): path for path in sorted(folder.glob("*.yaml"))}
        if stem := _closest(list(found), language):
            files.own.append(found[stem])
        elif _FALLBACK in found:
            files.fallback.append(found[_FALLBACK])
    return files


def _closest(tags: list[str], language: str) -> str:
    """Return the tag, of those that files are named by, whose texts readers of a language read best, or "".

    It is the tag itself, the tag without its last parts (RFC 4647, 3.4), or a different variety of the
    language, if possible in the same script.
    """
    wanted = language.lower()
    parts = wanted.split("-")
    shorter = ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]
    varieties = [tag for tag in tags if language_of(tag) == language_of(wanted)]
    in_script = [tag for tag in varieties if script_of(tag) == script_of(wanted)]
    best = (*(tag for tag in shorter if tag in in_script), *in_script, *varieties)
    return next(iter(best), "")


def _texts(files: list[Path]) -> dict[str, str]:
    """Return the texts of files; an earlier file overrides later ones."""
    texts: dict[str, str] = {}
    for file in reversed(files):
        texts.update(_read(file))
    return texts


def _read(path: Path) -> dict[str, str]:
    import yaml

    try:
        texts = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader) or {}  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ThemeError(f"{path.parent.parent.name}/strings/{path.name} can't be read: {error}") from None
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise ThemeError(f"{path.parent.parent.name}/strings/{path.name}: not a mapping of keys to texts")
    return texts
