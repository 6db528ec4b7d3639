"""Declare the kinds of output: one module says all that the program knows of one of them.

Doors: `kind`, `parts.bodies`, `parts.calendar`, `parts.indexes`, `parts.inputs`, `parts.sentences`,
`parts.settings`, `parts.terms`, `registry`.
"""
