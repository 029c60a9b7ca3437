"""The command line ``heshu``: one command a file; the only place where a problem becomes an exit code."""

from desk.cli.app import main

__all__ = ["main"]
