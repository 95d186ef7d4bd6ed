"""What breaks the grammar of English for certain."""
