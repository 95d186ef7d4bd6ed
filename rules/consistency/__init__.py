"""One thing written two ways in one article."""
