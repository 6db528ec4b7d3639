"""Run a function over batches, in this process or in worker processes: `executor`, `background`."""
