"""Scripts that make the data files of the package from corpora that are not part of it."""
