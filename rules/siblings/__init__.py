"""Rules that compare an article with other articles on the same event."""
