"""Compare the size of a site with the limits of hosts (`backfile fit`).

Doors: `advice`, `fit`, `limits`, `measure`, `report`.
"""
