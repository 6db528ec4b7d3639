"""Explain the state of a post and the origin of an output (`backfile explain`). Nothing is changed.

Doors: `explain`, `phrases`.
"""
