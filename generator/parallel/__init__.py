"""Functions over batches, here or in worker processes.

Doors: `background`, `executor`.
"""
