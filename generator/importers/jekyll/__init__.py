"""Reads the sources of a Jekyll site as Jekyll 4 does (jekyllrb.com/docs), without running any of it."""
