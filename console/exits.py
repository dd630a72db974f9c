"""Exit codes: what a program that calls ours may rely on."""

from enum import IntEnum


class Exit(IntEnum):
    """0 done; 1 refused, not found or wrong; 2 usage; 3 a server is out of reach."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    OUT_OF_REACH = 3
