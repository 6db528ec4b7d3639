"""Find a theme and the themes that it inherits from, and render its templates with Jinja.

Doors: `assets`, `bytecode`, `dependencies`, `environment`, `inputs`, `lookup`, `options`, `patterns`,
`reference_cache`, `shipped_templates`, `strings`, `view_models`.
"""
