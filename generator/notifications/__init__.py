"""Receive the system's notifications about changed files of an archive, and collect them in bursts.

Doors: `classify`, `debounce`, `settings_stamp`, `watcher`.
"""
