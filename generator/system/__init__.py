"""Deal with the machine: files, folders, locks, signals, git, memory, and what the system refuses.

Doors: `files`, `folders`, `git`, `lock`, `memory`, `os_errors`, `signals`, `versions`.
"""
