"""Remember what the output holds, what it was made from, and what has changed since the last build.

Doors: `changes`, `damaged_outputs`, `history`, `outputs`, `remote_outputs`, `search_record`,
`surveyed_folders`.
"""
