"""Categories, tags and calendar as one idea: terms with stable pages."""
