"""Run the commands of the command line, one command in each module."""
