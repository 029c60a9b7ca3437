"""Checks: rules over a record, one rule a file; programmes as data; comparisons across applicants."""
