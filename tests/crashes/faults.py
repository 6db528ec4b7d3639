"""What can befall a build, to be arranged from inside its process before it starts."""

from __future__ import annotations

from pathlib import Path


def children(parent: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(status)
        if fields and int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(status.parent.name))
    return sorted(found)


def session(leader: int) -> list[int]:
    """Return the processes of a session that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(status)
        if fields and int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(status.parent.name))
    return sorted(found)


def _fields(status: Path) -> list[str]:
    """Return state, parent, group, session … of a process (proc(5)); nothing if it has gone."""
    try:
        return status.read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []
