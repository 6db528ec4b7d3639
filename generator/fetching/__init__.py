"""Ask other hosts for the pictures that posts show, and keep them (`backfile pictures fetch`).

Doors: `adopt`, `fetch`, `limits`, `options`.
"""
