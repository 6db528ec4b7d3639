"""The cost of packs that are as they were is that of their number, not of their posts."""

from __future__ import annotations

import sqlite3

from generator.index import packs, schema, sources


def test_no_statement_goes_through_all_sources() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(schema.TABLES)
    sources.prepare(connection)
    packs.prepare(connection, [])
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    packs.begin(connection, ["2021-12"])
    packs.uncovered(connection)
    packs.compare(connection)
    packs.count(connection)
    sources.find_unread(connection, reread=False)
    connection.set_trace_callback(None)
    planned = [one for one in statements if one.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")]
    assert len(planned) > 8
    for statement in planned:
        steps = connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        assert not [step for *_, step in steps if step.startswith("SCAN sources")], statement
    connection.close()
