"""Functions over batches, here or in worker processes."""
