"""Signals: what shows, and never proves. Prompts for a person, apart from the findings and never exported with them."""

from pipeline.checks.signals.run import Shown, signals_across, signals_in

__all__ = ["Shown", "signals_across", "signals_in"]
