"""The registry of slugs: `content/slugs.yaml`, kept under version control beside the posts.

A slug that was given out stays for ever, whatever a later version of the
pinyin library would make of the name, and whatever names come later. Names
that are their own slug are in it too: else `Foo`, coming after `foo`, would
take its address from it in a build that starts from nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator.addresses.segments import fold, safe_segment, with_safe_folders
from generator.core.digests import digest_text
from generator.core.errors import ConfigError
from generator.core.model import Problem
from generator.system.files import replacing
from generator.taxonomy.pinyin import romanize

_HEAD = """\
# Slugs of categories and tags, as they stand in addresses. Written by backfile; keep it under
# version control. A slug that is in use stays as it is, or links to it break.
"""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")
_LONGEST = 80
#: Folders of the output in which posts can't stand.
_FOLDERS = ("assets", "files")


class Registry:
    """Slugs by taxonomy and name; `changed` tells whether it must be written."""

    def __init__(self, slugs: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._slugs = {taxonomy: dict(names) for taxonomy, names in (slugs or {}).items()}
        self._taken = {
            taxonomy: {fold(slug): name for name, slug in names.items()}
            for taxonomy, names in self._slugs.items()
        }
        self.changed = False

    def slug(self, taxonomy: str, name: str) -> str | None:
        """Return the slug that was given to a name, or None for one that has none yet."""
        return self._slugs.get(taxonomy, {}).get(name)

    def assign(self, taxonomy: str, names: Iterable[str], fixed: Mapping[str, str]) -> None:
        """Give each name a slug that is safe and no one else's: the same ones whatever order they come in.

        `fixed` are slugs that site.yaml sets, by name; they come first and are
        not kept here. Of the others, a name that is a slug comes first.
        """
        slugs, taken = self._slugs.setdefault(taxonomy, {}), self._taken.setdefault(taxonomy, {})
        taken.update(dict.fromkeys(_FOLDERS, ""))
        taken.update({fold(slug): name for name, slug in fixed.items()})
        for name in sorted(set(names), key=lambda one: (natural(one) != one, one)):
            if name not in fixed:
                known = slugs.get(name)
                slugs[name] = free(known or natural(name), name, taken)
                taken[fold(slugs[name])] = name
                self.changed |= slugs[name] != known

    def rows(self) -> dict[str, dict[str, str]]:
        """Return slugs by taxonomy and name, sorted."""
        return {
            taxonomy: dict(sorted(names.items())) for taxonomy, names in sorted(self._slugs.items()) if names
        }

    def dump(self) -> str:
        """Return the registry as YAML, sorted, so that merges stay small."""
        import yaml

        return _HEAD + yaml.safe_dump(self.rows(), allow_unicode=True, default_flow_style=False, width=10_000)


def natural(name: str) -> str:
    """Return the slug that a name would like: itself where it is safe in a path, else its romanised form."""
    if _PLAIN.fullmatch(name) and len(name) <= _LONGEST:
        return with_safe_folders(safe_segment(name.rstrip(".")) + "/")[:-1]
    slug = romanize(name)
    if len(slug) > _LONGEST:
        slug = f"{slug[: _LONGEST - 9].rstrip('-')}-{digest_text(name)}"
    return safe_segment(slug) or f"x-{digest_text(name)}"


def free(wanted: str, name: str, taken: Mapping[str, str]) -> str:
    """Return the wish, or the first of wish-2, wish-3 … that nobody else has."""
    slug, number = wanted, 1
    while taken.get(fold(slug), name) != name:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def read_registry(path: Path) -> Registry:
    """Read the registry. Raises ConfigError when it is not a mapping of taxonomies to names to slugs."""
    if not path.exists():
        return Registry()
    import yaml

    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _broken(path, mark.line + 1 if mark else 0, str(getattr(error, "problem", error))) from None
    return Registry(_checked(path, content or {}))


def _checked(path: Path, content: Any) -> dict[str, dict[str, str]]:
    if not isinstance(content, dict):
        raise _broken(path, 1, "it is not a mapping")
    for taxonomy, names in content.items():
        if not isinstance(names, dict) or not all(isinstance(slug, str) for slug in names.values()):
            raise _broken(path, 0, f"`{taxonomy}` is not a mapping of names to slugs")
        owners: dict[str, str] = {}
        for name, slug in names.items():
            other = owners.setdefault(fold(slug), name)
            if other != name:
                raise _broken(path, 0, f"{other!r} and {name!r} have the same slug, {slug!r}")
            if not _PLAIN.fullmatch(slug) or safe_segment(slug) != slug:
                raise _broken(path, 0, f"the slug {slug!r} of {name!r} is not safe in an address")
    return content


def _broken(path: Path, line: int, why: str) -> ConfigError:
    hint = "restore it from version control; it decides the addresses of categories and tags"
    return ConfigError((Problem(f"content/{path.name}", line, 0, "registry", why, hint),))


def write_registry(path: Path, registry: Registry) -> None:
    """Write the registry whole, by a rename."""
    with replacing(path) as new:
        new.write_text(registry.dump(), encoding="utf-8")
