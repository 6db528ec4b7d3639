"""Brings articles from elsewhere into an archive: records of a file, or the sources of a Jekyll site."""
