"""The inspection of a PDF in a process of its own, with bounded time and memory.

What a parser of objects packed in objects does with bytes that were made to hurt it cannot be bounded from within.
"""

import resource
import subprocess
import sys
from typing import Final

import orjson

from console.intake.pdf import inspect_pdf
from console.intake.refused import DocumentRefused

LONGEST_SECONDS: Final = 20
LARGEST_BYTES: Final = 1024**3
# Of the clock on the wall, on a machine that has more to do.
_PATIENCE = 3


def inspect_confined(content: bytes, *, seconds: int = LONGEST_SECONDS) -> None:
    """`inspect_pdf`, and `DocumentRefused` for what takes it longer than so much processor time, or too much memory."""
    # -P: nothing of the folder somebody happens to be in is imported.
    command = [sys.executable, "-P", "-m", "console.intake.confined", str(seconds)]
    try:
        ended = subprocess.run(  # noqa: S603 - this module, and no shell
            command, input=content, capture_output=True, check=True, timeout=_PATIENCE * seconds
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise DocumentRefused(
            "pdf-costly", "takes more time or memory to read than a document does: print it to a new PDF."
        ) from None
    if answer := orjson.loads(ended.stdout):
        raise DocumentRefused(**answer)


def _answer(content: bytes) -> dict[str, str]:
    try:
        inspect_pdf(content)
    except DocumentRefused as refused:
        return {"code": refused.code, "sentence": refused.sentence}
    return {}


def main() -> None:
    """Read a PDF from standard input, and write the refusal, if there is one, as JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_BYTES, LARGEST_BYTES))
    sys.stdout.buffer.write(orjson.dumps(_answer(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
