"""Old Word files made docx by LibreOffice, each in a process of its own that is shut in."""

from flows.converting.converter import Converter
from flows.converting.office import Office, installed_office

__all__ = ["Converter", "Office", "installed_office"]
