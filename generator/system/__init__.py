"""Handle the machine: files, folders, locks, signals, git, memory, and requests that the system refuses."""
