"""The command: each subcommand a file, loaded when it is called."""
