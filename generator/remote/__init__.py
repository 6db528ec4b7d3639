"""Build straight into a bucket (`build --to`): what workers put there, and what is known of it here.

Doors: `output`.
"""
