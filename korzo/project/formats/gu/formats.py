"""Gujarati numbers group by lakh: 12,34,567.891."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = (3, 2, 0)
FIRST_DAY_OF_WEEK = 0
