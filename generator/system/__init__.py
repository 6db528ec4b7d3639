"""Deal with the machine: files, folders, locks, signals, git, memory, and what the system refuses."""
