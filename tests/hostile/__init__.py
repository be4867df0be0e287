"""A corpus of files that want to do harm, made by code: one family after another, each with the sentence that it earns."""
