"""Stage, install, compare and remove the files of the output.

Doors: `changes`, `comparison`, `staging`, `survey`.
"""
