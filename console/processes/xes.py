"""XES (IEEE 1849): one trace a case, from its application to whatever ended it."""

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from console.processes.happenings import Happening
from console.processes.ocel import moment

_EXTENSIONS = (
    ("Concept", "concept"),
    ("Identity", "identity"),
    ("Organizational", "org"),
    ("Time", "time"),
)
_TRACE_FACTS = ("edition", "kind", "level")
# What an attribute of XML 1.0 cannot hold as it is.
_IMPOSSIBLE = re.compile("[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xes(told: Sequence[Happening]) -> bytes:
    """The whole log; what concerns no single case is not in it. The same happenings give the same bytes."""
    traces: dict[str, list[Happening]] = defaultdict(list)
    for happening in told:
        if happening.case:
            traces[happening.case].append(happening)
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">',
        *_head(),
        *(line for case, happened in sorted(traces.items()) for line in _trace(case, happened)),
        "</log>",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _head() -> Iterator[str]:
    for name, prefix in _EXTENSIONS:
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'  <extension name="{name}" prefix="{prefix}" uri="{uri}"/>'
    yield '  <global scope="trace">'
    yield _attribute("    ", "concept:name", "")
    yield "  </global>"
    yield '  <global scope="event">'
    yield _attribute("    ", "concept:name", "")
    yield '    <date key="time:timestamp" value="1970-01-01T00:00:00.000000Z"/>'
    yield "  </global>"
    yield '  <classifier name="Activity" keys="concept:name"/>'
    yield _attribute("  ", "concept:name", "Certification cases")


def _trace(case: str, happened: Sequence[Happening]) -> Iterator[str]:
    yield "  <trace>"
    yield _attribute("    ", "concept:name", case)
    opened = next((each.facts for each in happened if each.type == "ApplicationSubmitted"), {})
    for name in _TRACE_FACTS:
        if name in opened:
            yield _attribute("    ", name, opened[name])
    for each in happened:
        yield "    <event>"
        yield _attribute("      ", "concept:name", each.type)
        yield _attribute("      ", "time:timestamp", each.at)
        yield _attribute("      ", "org:resource", each.actor)
        yield _attribute("      ", "org:role", each.authority)
        yield f'      <id key="identity:id" value="{each.id}"/>'
        yield _attribute("      ", "position", each.position)
        for name, value in each.facts.items():
            yield _attribute("      ", name, value)
        yield "    </event>"
    yield "  </trace>"


def _attribute(indent: str, key: str, value: str | int | bool | datetime) -> str:  # noqa: FBT001
    match value:
        case bool():
            kind, text = "boolean", "true" if value else "false"
        case int():
            kind, text = "int", str(value)
        case datetime():
            kind, text = "date", moment(value)
        case _:
            kind, text = "string", html.escape(_IMPOSSIBLE.sub("\ufffd", value))
    return f'{indent}<{kind} key="{html.escape(key)}" value="{text}"/>'
