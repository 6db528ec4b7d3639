"""What the site says about posts, as one small value that travels to the workers."""

from __future__ import annotations

from typing import NamedTuple

from generator.body.options import BodyRules


class Reading(NamedTuple):
    """The slice of site.yaml that shapes posts. `zone` is an IANA name, `max_bytes` the size of a file."""

    zone: str
    split_categories: bool
    max_bytes: int
    body: BodyRules
