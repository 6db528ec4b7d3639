"""Import the sources of a Hugo site as Hugo reads them (gohugo.io), and run none of its templates."""
