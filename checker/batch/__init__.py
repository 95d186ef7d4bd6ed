"""A corpus: cut into shards, each judged by itself, wherever; the finished ones kept, so that a run resumes; merged
into the tables of the report in the order of the input.

The flow: `planning` cuts the corpus into `shards`; a `Runner` gives each to a `Worker` (`judging`), which opens it
(`opening`), judges its articles and keeps its tables (`tables`) in the `store`; `merging` puts them together.
`running` is the whole of it. What this package imports comes with the extra "report".
"""
