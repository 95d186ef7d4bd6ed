"""LanguageTool's HTTP API: every program that talks to LanguageTool can talk to copydesk by another address."""
