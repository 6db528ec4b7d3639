"""Find mistakes in an archive before it is published (`backfile check`)."""
