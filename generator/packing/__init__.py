"""Move posts of past months into packs, and bring them back (`backfile pack`, `backfile unpack`).

Doors: `outcome`, `pack`, `unpack`.
"""
