"""The engine: reads articles, annotates them, runs rules over them and judges the outcome."""
