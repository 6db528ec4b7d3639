"""Import an export of WordPress (WXR, an extension of RSS), one item at a time."""
