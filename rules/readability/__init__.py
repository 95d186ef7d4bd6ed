"""What is hard to read by the house's own limits."""
