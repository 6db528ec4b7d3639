"""Hold the settings that posts are read by, as one small value that is sent to the workers."""

from __future__ import annotations

from typing import NamedTuple

from generator.addresses.routes import Reserved
from generator.body.options import BodyRules


class ReadOptions(NamedTuple):
    """The part of site.yaml that decides how posts are read.

    `zone` is an IANA name, `max_bytes` the largest size of a file; the program has the `reserved` addresses.
    `redirects` are the forms in which redirects are written. `max_pixels` is the most that a picture beside
    posts may have for smaller versions of it; 0 if such pictures are not looked at.
    """

    zone: str
    split_categories: bool
    max_bytes: int
    body: BodyRules
    reserved: Reserved = Reserved()
    redirects: tuple[str, ...] = ("html",)
    max_pixels: int = 0
