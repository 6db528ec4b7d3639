"""How a benchmark says how far it has come."""

from __future__ import annotations

import sys
import time


def tell(step: str) -> None:
    """Say what comes next, and when, on standard error."""
    print(f"{time.strftime('%H:%M:%S')} {step}", file=sys.stderr, flush=True)
