"""Make the bytes of an output from its task, in a worker.

Doors: `job`, `renderer`, `sink`, `worker`.
"""
