"""Facts of English grammar that rules share: verbs and their forms, words that open a clause or a phrase."""
