"""Import the sources of a Pelican site as Pelican reads them (docs.getpelican.com), and run none of them."""
