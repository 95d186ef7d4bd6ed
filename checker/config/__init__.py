"""Configuration in three stages: the table of a file (`reading`), the tables of a folder merged (`merging`), and the
settings that hold for a path (`per_path`)."""
