"""Keep pictures of other hosts: their addresses, the registry of what they were, the store of their bytes.

Doors: `addresses`, `candidates`, `entry`, `names`, `registry`, `shown`, `smaller`, `store`, `suspects`.
"""
