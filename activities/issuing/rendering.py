"""Certificates and reports as archival PDF: the same content gives the same bytes."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

import typst
from pydantic import JsonValue

from activities.issuing.certificate import certificate_sheet
from activities.issuing.content import CertificateContent, ReportContent
from activities.issuing.fonts import OWN_FONTS
from activities.issuing.printable import all_printable
from activities.issuing.report import report_sheet

_TEMPLATES = Path(__file__).parent / "templates"


def render_certificate(content: CertificateContent) -> bytes:
    """One page A4 as PDF/A-3a and PDF/UA-1. Faults: typst's TypstError when typst finds it not conforming."""
    return _pdf("certificate", certificate_sheet(content), content.issued_on)


def render_report(content: ReportContent) -> bytes:
    """Pages A4 as PDF/A-3a and PDF/UA-1; a draft says so on each. Faults: as above; KeyError for an unknown code."""
    return _pdf("report", report_sheet(content), content.written_on)


def _pdf(template: Literal["certificate", "report"], sheet: dict[str, JsonValue], dated: date) -> bytes:
    return typst.compile(
        _TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        font_paths=OWN_FONTS,
        # Content reaches the template as data, never as markup: nothing in a name is carried out.
        sys_inputs={"sheet": json.dumps(all_printable(sheet))},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=datetime.combine(dated, time(), UTC),
    )
