"""The desk: a web page and an HTTP API over the same engine; only `copydesk serve` imports this."""
