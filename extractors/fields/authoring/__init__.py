"""What the office's engineer needs to add next year's form: a first draft, a check, and a trial on an example."""

from extractors.fields.authoring.draft import draft_form
from extractors.fields.authoring.lint import Remark, lint_form, lint_text
from extractors.fields.authoring.trial import FieldTrial, Trial, try_form

__all__ = ["FieldTrial", "Remark", "Trial", "draft_form", "lint_form", "lint_text", "try_form"]
