"""Elasticsearch behind the index port."""
