"""Import the entries of a feed: RSS, Atom or JSON Feed, from the web or from a file."""
