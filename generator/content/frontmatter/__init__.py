"""Read, repair and write front matter."""
