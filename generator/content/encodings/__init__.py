"""Recognise and name the encodings of texts that are not Unicode."""
