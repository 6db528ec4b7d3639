"""Make the identity of an entry: ids that only count within one feed get its name."""

from __future__ import annotations

import re

#: An address or URN, which is one in all the world (RFC 4287, 4.2.6).
_GLOBAL = re.compile(r"(?:[a-z][a-z0-9+.-]*://|tag:|urn:|doi:)\S", re.IGNORECASE)


def scoped(own: str, feed: str) -> str:
    """Return the id of an entry that no other feed has; "" for an entry without one."""
    own = own.strip()
    return own if not own or _GLOBAL.match(own) else f"{feed}#{own}"
