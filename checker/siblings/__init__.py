"""Siblings: articles on the same event, their sentences aligned and compared."""
