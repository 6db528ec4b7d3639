"""Find one sort of mistake in an archive each."""
