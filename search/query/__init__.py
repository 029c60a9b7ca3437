"""The query language: text -> tree -> conditions that an engine can answer."""
