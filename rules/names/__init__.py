"""Names spelled two ways, and near-spellings of well-known names."""
