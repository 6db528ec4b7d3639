"""Read, extend and write the registry of slugs, `content/slugs.yaml`.

It is kept under version control with the posts.

A name keeps its slug for ever, whatever later readings in pinyin.txt
would make of it, and whatever names are added later. Names that are their own
slug are in the registry too: without that, a clean build could give the address
of `foo` to a later name `Foo`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
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
#: Slugs that names had elsewhere; `#` and `+` are encoded in addresses.
_SLUG = re.compile(r"\w[\w.~#+@-]*")
_LONGEST = 80
#: Folders of the output in which there can't be posts.
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
        """Return the slug of a name, or None if it has none yet."""
        return self._slugs.get(taxonomy, {}).get(name)

    def assign(
        self,
        taxonomy: str,
        names: Iterable[str],
        fixed: Mapping[str, str],
        former: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Give each name a safe slug that no other name has, the same whatever the order of the names.

        `fixed` are slugs that site.yaml sets, by name; they come first and are
        not kept here. Then come names with `former` slugs, those that they had
        elsewhere, then names that are their own slug.
        """
        slugs, taken = self._slugs.setdefault(taxonomy, {}), self._taken.setdefault(taxonomy, {})
        taken.update(dict.fromkeys(_FOLDERS, ""))
        taken.update({fold(slug): name for name, slug in fixed.items()})
        usable = {name: slug for name, slug in former.items() if _is_kept(slug)}
        for name in sorted(set(names), key=lambda one: (one not in usable, preferred_slug(one) != one, one)):
            if name not in fixed:
                known = slugs.get(name)
                slugs[name] = first_free(known or usable.get(name) or preferred_slug(name), name, taken)
                taken[fold(slugs[name])] = name
                self.changed |= slugs[name] != known

    def rows(self) -> dict[str, dict[str, str]]:
        """Return slugs by taxonomy and name, sorted."""
        return {
            taxonomy: dict(sorted(names.items())) for taxonomy, names in sorted(self._slugs.items()) if names
        }

    def to_yaml(self) -> str:
        """Return the registry as YAML, sorted, so that merges stay small."""
        import yaml

        return _HEAD + yaml.safe_dump(self.rows(), allow_unicode=True, default_flow_style=False, width=10_000)


def _is_safe(slug: str) -> bool:
    """Return whether a slug may stand in the registry: one safe segment of a path, in any script."""
    return _SLUG.fullmatch(slug) is not None and safe_segment(slug) == slug


def _is_kept(slug: str) -> bool:
    """Return whether a name may keep the slug that it had elsewhere. A number behind it has to fit, too."""
    return (
        _is_safe(slug)
        and not slug.endswith(".")
        and len(slug.encode()) <= 2 * _LONGEST
        and unicodedata.normalize("NFC", slug) == slug
        and with_safe_folders(f"{slug}/") == f"{slug}/"
    )


def preferred_slug(name: str) -> str:
    """Return the slug that a name should have: the name if it is safe in a path, else its romanised form."""
    if _PLAIN.fullmatch(name) and len(name) <= _LONGEST:
        return with_safe_folders(safe_segment(name.rstrip(".")) + "/")[:-1]
    slug = romanize(name)
    if len(slug) > _LONGEST:
        slug = f"{slug[: _LONGEST - 9].rstrip('-')}-{digest_text(name)}"
    return safe_segment(slug) or f"x-{digest_text(name)}"


def first_free(wanted: str, name: str, taken: Mapping[str, str]) -> str:
    """Return `wanted`, or the first of wanted-2, wanted-3 … that no other name has.

    `taken` are names by folded slug.
    """
    slug, number = wanted, 1
    while taken.get(fold(slug), name) != name:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def read_registry(path: Path) -> Registry:
    """Read the registry. Raises ConfigError if it does not map taxonomies to names to safe slugs."""
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
            if not _is_safe(slug):
                raise _broken(path, 0, f"the slug {slug!r} of {name!r} is not safe in an address")
    return content


def _broken(path: Path, line: int, why: str) -> ConfigError:
    hint = "restore it from version control; it decides the addresses of categories and tags"
    return ConfigError((Problem(f"content/{path.name}", line, 0, "registry", why, hint),))


def write_registry(path: Path, registry: Registry) -> None:
    """Write the registry; a rename puts it in place, so that it is never half written."""
    with replacing(path) as new:
        new.write_text(registry.to_yaml(), encoding="utf-8")
