"""The rules: one class in one file, in a folder a category."""
