"""Findings as text for people, and as what other programs read. Each yields lines, so that none holds all."""
