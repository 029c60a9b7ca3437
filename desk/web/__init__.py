"""The reviewer's web app: server-rendered pages, small modules of our own JavaScript, nothing fetched from outside."""

from desk.web.app import make_app

__all__ = ["make_app"]
