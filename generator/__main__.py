"""`python -m generator` is `backfile`."""

from generator.cli import main

if __name__ == "__main__":
    main()
