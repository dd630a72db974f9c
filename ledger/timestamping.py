"""Time stamps of RFC 3161: an authority outside says when a checkpoint was there, and cannot know what it covers."""

import asyncio
from hashlib import sha256
from http import HTTPStatus
from urllib.error import URLError
from urllib.request import Request, urlopen

from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    decode_timestamp_response,
)

_SHA256 = "2.16.840.1.101.3.4.2.1"
_SECONDS = 20
_MOST_BYTES = 1_000_000


class StampRefused(Exception):
    """The authority gave no answer that can be used; the sentence says why."""


class TimestampAuthority:
    """An authority at an `http` or `https` address."""

    def __init__(self, url: str) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"{url!r} is no address of an authority.")
        self._url = url

    async def stamp(self, content: bytes) -> bytes:
        """The authority's answer to the SHA-256 of the content. Raises `StampRefused`.

        Its signature is not checked here: an auditor does, with the certificate they trust.
        """
        request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
        answer = await asyncio.to_thread(self._asked, request.as_bytes())
        if not stamps(answer, content, nonce=request.nonce):
            raise StampRefused("The authority's answer is no time stamp of this checkpoint.")
        return answer

    def _asked(self, request: bytes) -> bytes:
        asking = Request(  # noqa: S310 -- http and https only, asked above
            self._url, data=request, headers={"Content-Type": "application/timestamp-query"}
        )
        try:
            with urlopen(asking, timeout=_SECONDS) as answer:  # noqa: S310 -- as above
                if answer.status != HTTPStatus.OK:
                    raise StampRefused(f"The authority answered {answer.status}.")
                content: bytes = answer.read(_MOST_BYTES)
                return content
        except (URLError, OSError) as away:
            raise StampRefused(f"The authority cannot be reached: {type(away).__name__}.") from away


def stamps(answer: bytes, content: bytes, *, nonce: int | None = None) -> bool:
    """Whether the answer dates the SHA-256 of this content, in answer to the request of this nonce if one is given."""
    try:
        response = decode_timestamp_response(answer)
        if response.status not in {PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS}:
            return False
        imprint, answered = response.tst_info.message_imprint, response.tst_info.nonce
    except ValueError:
        return False
    same = imprint.hash_algorithm.dotted_string == _SHA256 and imprint.message == sha256(content).digest()
    return same and nonce in {None, answered}
