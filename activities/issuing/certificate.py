"""A certificate's sheet: its content in the words of its language."""

from pydantic import JsonValue

from activities.issuing.content import CertificateContent
from activities.issuing.sheet import check_code, frame
from activities.issuing.wording import WORDS, country_shown, day_shown


def certificate_sheet(content: CertificateContent) -> dict[str, JsonValue]:
    """All the template prints, in sentences."""
    words, language = WORDS[content.language].certificate, content.language
    facts = {
        "carrier": content.carrier,
        "country": country_shown(content.country, language),
        "motto": content.motto,
        "number": content.number,
    } | {
        name: day_shown(getattr(content, name), language)
        for name in ("first_day", "last_day", "decided_on", "issued_on")
    }
    said = {name: phrase.format(address=content.check_address, **facts) for name, phrase in words.items()}
    return {
        **frame(
            title=f"{said['title']}: {content.label_name}, {content.cluster}",
            author=content.secretariat,
            language=language,
            level=content.level,
            dated=content.issued_on,
        ),
        "heading": said["title"],
        "certifies": said["certifies"],
        "cluster": content.cluster,
        # A cluster that carries itself is not named twice.
        "seat": said["seated" if content.carrier == content.cluster else "carried"],
        "awarded": said["awarded"],
        "label": content.label_name,
        "motto": said["motto"],
        "validity": said["validity"],
        "decided": said["decided"],
        "number": said["number"],
        "reissued": said["reissued"] if content.reissue else None,
        "secretariat": content.secretariat,
        "check": said["check"],
        "code": check_code(content.check_address, said["qr"]),
    }
