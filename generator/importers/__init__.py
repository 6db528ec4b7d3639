"""Bring articles from a Jekyll site, JSON Lines or a table into an archive (`backfile import`)."""
