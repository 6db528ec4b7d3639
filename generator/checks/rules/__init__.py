"""Find mistakes in an archive, one kind of mistake in each module."""
