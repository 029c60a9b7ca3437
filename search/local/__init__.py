"""The embedded index: tantivy in a directory of the store."""
