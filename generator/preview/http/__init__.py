"""Answer browsers over HTTP."""
