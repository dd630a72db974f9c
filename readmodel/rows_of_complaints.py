"""The rows of a complaint. Who complains stands in none of them."""

from typing import Any

from domain.complaint.state import Complaint


def complaint_row(complaint: Complaint) -> dict[str, Any]:
    return {
        "stream": complaint.complaint_id,
        "about": complaint.about,
        "subject": complaint.subject,
        "stage": complaint.state,
        "lodged_on": complaint.lodged_on,
        "due_at": next((limit.due_at for limit in complaint.limits if limit.name == "complaint"), None),
        "finding": complaint.finding,
        "measure": complaint.measure,
    }
