"""Why the archive is as it is: what becomes of a post, and what an output is made from. It only looks.

Doors: `explain`, `phrases`.
"""
