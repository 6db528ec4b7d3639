"""Use the operating system: files, folders, locks, signals, git, memory, and errors of it and of networks.

Doors: `files`, `folders`, `git`, `lock`, `memory`, `network_errors`, `os_errors`, `signals`,
`stop_signals`, `versions`.
"""
