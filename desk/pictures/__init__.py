"""Our own renderings of delivered pages: what a reviewer sees is never the applicant's bytes."""

from desk.pictures.crop import Picture, crop_with_mark
from desk.pictures.render import render_page

__all__ = ["Picture", "crop_with_mark", "render_page"]
