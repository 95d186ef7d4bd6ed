"""Reads files into articles, one file a format; `reading.read_paths` is the way in."""
