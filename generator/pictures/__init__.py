"""Look into pictures, and keep those of other hosts: their addresses, the registry, the store of their bytes.

Doors: `addresses`, `beside`, `candidates`, `entry`, `names`, `raster`, `registry`, `shown`, `smaller`,
`store`, `suspects`.
"""
