"""The fonts documents are set in: typst's own, read once."""

import typst

FONTS = ("Libertinus Serif", "DejaVu Sans Mono")
OWN_FONTS = typst.Fonts(include_system_fonts=False)
