"""An example of a package that adds rules and a report to copydesk."""
