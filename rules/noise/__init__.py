"""What translation or spinning broke."""
