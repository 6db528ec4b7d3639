"""Posts as files: decoding, front matter, dates, and what a file says as a `Post`."""
