"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

_MODEL = re.compile(r"^(?:model name|Model|Hardware)\s*:\s*(.+)$", re.MULTILINE)


def describe(folder: Path) -> dict[str, str]:
    """Return the date and the machine, its file system at `folder` included, as pairs of name and value."""
    return {
        "Date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "Processor": f"{_processor()}, {_cores()} cores",
        "Kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
        "File system": _file_system(folder),
        "Load at the start": load(),
        "Python": platform.python_version(),
    }


def has_room(folder: Path, needed: int) -> bool:
    """Tell whether so many bytes are a small matter at `folder`; in memory they never are."""
    return _file_system(folder) != "tmpfs" and shutil.disk_usage(folder).free > 1.5 * needed


def _processor() -> str:
    try:
        match = _MODEL.search(Path("/proc/cpuinfo").read_text(errors="replace"))
    except OSError:
        match = None
    return match[1].strip() if match else platform.processor() or "unknown"


def _cores() -> int:
    """Count the cores that this process may use: a container may have fewer than its machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load() -> str:
    return f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"


def _file_system(folder: Path) -> str:
    """Return the type of the mount that `folder` lies in: the last of the longest that lead to it."""
    try:
        mounts = Path("/proc/mounts").read_text(errors="replace").splitlines()
    except OSError:
        return "unknown"
    place, kind = "", "unknown"
    for _device, point, mounted, *_rest in map(str.split, mounts):
        if len(point) >= len(place) and folder.resolve().is_relative_to(point):
            place, kind = point, mounted
    return kind
