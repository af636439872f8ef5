"""How well the checker does on its corpus of planted errors: ``python -m bench.checker``.

For each rule: how many of the planted errors it finds, how many findings nobody planted, and those for each 1,000
words of the cases.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from tests.check import corpora


def main() -> int:
    """Print the table; return the exit code, 1 where an error was missed or a false alarm given."""
    planted: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for case in corpora.cases():
        with tempfile.TemporaryDirectory() as folder:
            lost, more = corpora.missed_and_false(case, corpora.found(case, Path(folder)))
        planted[case.rule] += len(case.expected)
        missed[case.rule] += len(lost)
        false[case.rule] += len(more)
    words = corpora.words()
    print(f"{'rule':40} planted  found  false  per 1,000 words")
    for rule, count in sorted(planted.items()):
        alarms = false[rule]
        print(f"{rule:40} {count:7}  {count - missed[rule]:5}  {alarms:5}  {1000 * alarms / max(1, words):15.2f}")
    total, lost_in_all = planted.total(), missed.total()
    print(f"{'all':40} {total:7}  {total - lost_in_all:5}  {false.total():5}  in {words:,} words")
    return 1 if missed.total() or false.total() else 0


if __name__ == "__main__":
    raise SystemExit(main())
