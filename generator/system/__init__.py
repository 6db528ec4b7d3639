"""Use the operating system: files, folders, locks, signals, git, memory, and its errors.

Doors: `files`, `folders`, `git`, `lock`, `memory`, `os_errors`, `signals`, `stop_signals`, `versions`.
"""
