"""One verb of the command line a module.

Doors: `build`, `check`, `explain`, `imports`, `init`, `new`, `publish`, `serve`.
"""
