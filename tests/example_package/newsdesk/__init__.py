"""An example of a package that adds rules, a report and a reader to copydesk."""
