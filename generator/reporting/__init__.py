"""Report progress, problems and costs to people, scripts and CI.

Doors: `ci`, `report`.
"""
