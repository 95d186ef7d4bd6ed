"""Whether two spellings are of one name: the parts by a learned edit cost, the name by aligning its parts."""
