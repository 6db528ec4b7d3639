"""Run the commands of the command line, one command in each module.

Doors: `build`, `check`, `explain`, `imports`, `init`, `new`, `publish`, `serve`.
"""
