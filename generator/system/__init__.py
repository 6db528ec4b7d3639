"""Handle the machine: files, folders, locks, signals, git, memory, and requests that the system refuses.

Doors: `files`, `folders`, `git`, `lock`, `memory`, `os_errors`, `signals`, `versions`.
"""
