"""Versions of installed libraries, which shape the bytes of the output."""

from __future__ import annotations

import os
import re
import sys
from functools import cache

_FOLDER = re.compile(r"([A-Za-z0-9._]+)-([^-]+)\.(?:dist|egg)-info")


def version(name: str) -> str:
    """Return the version of an installed distribution. Raises importlib.metadata.PackageNotFoundError.

    The names of the folders in which installers keep their records say it;
    `importlib.metadata` says the same, but takes a tenth of the time that a
    build may take in which nothing changed.
    """
    found = _installed().get(_plain(name))
    if found is None:
        from importlib import metadata

        found = metadata.version(name)
    return found


@cache
def _installed() -> dict[str, str]:
    """Return the versions of what is on the path of this process, which does not change while it runs."""
    versions: dict[str, str] = {}
    for folder in reversed(sys.path):
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        matches = filter(None, map(_FOLDER.fullmatch, names))
        versions.update({_plain(match[1]): match[2] for match in matches})
    return versions


def _plain(name: str) -> str:
    """Return a name as the specification compares them (packaging.python.org, name normalization)."""
    return re.sub(r"[-_.]+", "-", name).lower()
