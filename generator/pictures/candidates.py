"""Choose the best of the addresses that an `<img>` gives for one picture."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: A candidate of srcset: its address, and a width or a density (HTML standard, 4.8.4.2.1).
_CANDIDATE = re.compile(r"\s*(\S*[^\s,])(?:\s+(\d+(?:\.\d+)?)([wx])(?:\s+\d+h)?)?\s*(?:,|\Z)")
#: Nobody gives more sizes of a picture.
_MOST = 32


def best_address(attributes: Mapping[str, str]) -> str:
    """Return the address of the largest picture that the attributes of an `<img>` name, or "".

    Widths and densities are not mixed in one srcset, so the largest number is the best. `src` counts as a
    picture of density 1, and among equals it is the first.
    """
    best, most = attributes.get("src", "").strip(), 1.0
    if "srcset" not in attributes:
        return best
    for number, found in enumerate(_CANDIDATE.finditer(attributes.get("srcset", ""))):
        if number >= _MOST:
            break
        size = float(found[2] or 1)
        if not best or size > most:
            best, most = found[1], size
    return best
