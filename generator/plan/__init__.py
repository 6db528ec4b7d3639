"""Decide which outputs may be stale, and why; compare tasks with the ledger.

Doors: `page_borders`, `reasons`, `task`, `touched`.
"""
