"""Files of the output: staged, replaced one by one, pruned."""
