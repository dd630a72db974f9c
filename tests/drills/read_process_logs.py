"""Reads process logs with pm4py and says what it found, as JSON; run where pm4py is, and none of our packages."""

import json
import sys
import warnings
from collections import Counter

import pm4py  # type: ignore[import-not-found]

warnings.simplefilter("ignore")


def main(ocel_file: str, xes_file: str) -> None:
    """`found` on the last line: pm4py has something to say of itself before."""
    ocel, log = pm4py.read_ocel2_json(ocel_file), pm4py.read_xes(xes_file)
    cases = pm4py.ocel_flattening(ocel, "case")
    follows, starts, ends = pm4py.discover_dfg(log)
    found = {
        "ocel_events": len(ocel.events),
        "ocel_relations": len(ocel.relations),
        "ocel_objects": Counter(ocel.objects["ocel:type"]),
        "ocel_cases": cases["case:concept:name"].nunique(),
        "xes_events": len(log),
        "xes_cases": log["case:concept:name"].nunique(),
        "xes_starts": starts,
        "xes_ends": ends,
        "xes_follows": len(follows),
    }
    sys.stdout.write("\n" + json.dumps(found, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
