"""What rules read of an article: paragraphs, sentences, words, names, quotations, quantities."""
