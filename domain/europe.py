"""Which countries the comparison group "all of Europe" takes in (R45)."""

# Assumed: the member states of the Council of Europe, and Belarus and Kosovo beside them.
_CODES = """
AD AL AM AT AZ BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT
NL NO PL PT RO RS SE SI SK SM TR UA XK
"""
EUROPE = frozenset(_CODES.split())
