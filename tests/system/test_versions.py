"""Versions are those that the standard library says."""

from __future__ import annotations

from importlib import metadata

import pytest

from generator.system.versions import version


@pytest.mark.parametrize("name", ["jinja2", "MarkupSafe", "comrak", "nh3", "lxml", "Markdown", "PyYAML"])
def test_version(name: str) -> None:
    assert version(name) == metadata.version(name)


def test_what_is_not_installed() -> None:
    with pytest.raises(metadata.PackageNotFoundError):
        version("no-such-distribution")
