"""Find a theme and the themes that it inherits from, and render its templates with Jinja."""
