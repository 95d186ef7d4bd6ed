"""What is slow to start and shared by rules: the LanguageTool server, the encoder, the noise model, the cache."""
