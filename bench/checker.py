"""How well the checker does: ``python -m bench.checker``; ends with 1 where an error is missed or a false alarm given.

For each rule: how many planted errors it finds (tests/check/corpus), how many findings nobody planted there, and its
false alarms in real prose that is right (tests/check/correct), for each 1,000 words. A rule above 1 has to be off.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from tests.check import corpora

from briefwright.check import RULES


def main() -> int:
    """Print the table; return the exit code."""
    planted: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for case in corpora.cases():
        with tempfile.TemporaryDirectory() as folder:
            lost, more = corpora.missed_and_false(case, corpora.found(case, Path(folder)))
        planted[case.rule] += len(case.expected)
        missed[case.rule] += len(lost)
        false[case.rule] += len(more)
    alarms = Counter(finding.code.slug for finding in corpora.false_alarms())
    words = corpora.prose_words()
    print(f"{'rule':36} planted  found  recall  false  in prose  per 1,000 words")
    for rule in RULES:
        name = rule.code.slug
        rate = 1000 * alarms[name] / words
        found = planted[name] - missed[name]
        share = f"{100 * found / planted[name]:5.0f}%" if planted[name] else "     -"
        print(f"{name:36} {planted[name]:7}  {found:5}  {share}  {false[name]:5}  {alarms[name]:8}  {rate:15.2f}")
    total, found = planted.total(), planted.total() - missed.total()
    print(f"{'all':36} {total:7}  {found:5}  {100 * found / total:5.0f}%  {false.total():5}  {alarms.total():8}")
    print(f"false alarms in prose: in {words:,} words of {len(list(corpora.CORRECT.glob('briefs/*.md')))} briefs")
    too_many = [rule for rule in RULES if rule.on and alarms[rule.code.slug] > words / 1000]
    return 1 if missed.total() or false.total() or too_many else 0


if __name__ == "__main__":
    raise SystemExit(main())
