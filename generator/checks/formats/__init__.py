"""Write findings as text, JSON, annotations of GitHub Actions or SARIF.

Each format yields lines, so that none holds all findings in memory.
"""
