"""Ask other hosts for the pictures that posts show, and keep them (`backfile pictures fetch`).

Doors: `adopt`, `bucket_store`, `fetch`, `limits`, `options`.
"""
