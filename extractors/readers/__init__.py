"""One reader a kind of file; all end in pages."""
