"""Marks that are missing, doubled, unpaired or set wrong."""
