"""Write findings as text, JSON, annotations of GitHub Actions or SARIF."""
