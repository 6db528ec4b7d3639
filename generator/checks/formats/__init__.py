"""Format the problems of a check for people and for programs. Each module yields lines, to save memory."""
