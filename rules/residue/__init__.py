"""Page furniture and machine leftovers in the text."""
