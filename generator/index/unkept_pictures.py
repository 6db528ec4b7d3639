"""Keep in the index which pictures posts show from their addresses on other hosts.

The policy of the site asks whether there is one. To look for it among all links takes a tenth of a second for
100,000 that the archive keeps, in each build with a change.
"""

from __future__ import annotations

import sqlite3

from generator.index.change_set import CHANGED_LINKS
from generator.index.database import get_meta, set_meta

_MARK = "unkept_pictures"
#: SQL: whether the archive has the picture at an address, or shows that it has it no more.
_KEPT = """EXISTS (SELECT 1 FROM pictures AS k WHERE k.address = {address}
                   AND (k.stored = 1 OR k.status IN ('lost', 'removed')))"""
ALL = f"""
    SELECT DISTINCT target FROM links WHERE target >= 'http' AND target < 'httpt'
        AND NOT {_KEPT.format(address="links.target")}
"""
#: Addresses whose pictures may be kept or shown now, and were not before, or the other way round.
_CHANGED = f"""
    SELECT address FROM changed_pictures WHERE address GLOB 'http*'
    UNION SELECT l.value FROM {CHANGED_LINKS} CROSS JOIN json_each(found.links) AS l
        WHERE found.links GLOB '*"http*' AND l.value GLOB 'http*'
"""


def update(connection: sqlite3.Connection) -> None:
    """Bring the table up to date, after links and the registry. Without a registry there is nothing in it."""
    known = get_meta(connection, _MARK)
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM pictures)").fetchone()[0]:
        if known:
            connection.execute("DELETE FROM unkept_pictures")
            set_meta(connection, _MARK, "")
        return
    if not known:
        connection.execute(f"INSERT INTO unkept_pictures {ALL}")
        set_meta(connection, _MARK, "known")
        return
    connection.execute(f"DELETE FROM unkept_pictures WHERE address IN ({_CHANGED})")
    connection.execute(
        f"""INSERT INTO unkept_pictures SELECT address FROM ({_CHANGED}) AS c
            WHERE EXISTS (SELECT 1 FROM links WHERE links.target = c.address)
                AND NOT {_KEPT.format(address="c.address")}"""
    )
