"""Reduce addresses to the form in which those that a host answers alike are equal."""

from __future__ import annotations

from generator.addresses.segments import fold


def stem(address: str) -> str:
    """Return an output path, or the path of a link, as `/a/b`: without what hosts add, and without case."""
    path = fold(address).strip("/")
    if path == "index.html":
        return "/"
    for suffix in ("/index.html", ".html"):
        path = path.removesuffix(suffix)
    return f"/{path}"
