"""`briefwright init`."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from briefwright.cli.exits import Exit
from briefwright.diagnostics import BriefwrightError, Code, Location, error

PYPROJECT = """\
# Settings of this project; what is left out has its default.
[tool.briefwright]
lang = "en-GB"
csl = "apa"                     # `briefwright list styles WORD` finds others
template = "at-a-glance"        # `briefwright list templates`
bibliography = ["bibliography.bib"]
# institution = "Who publishes"
# authors = ["Who writes"]
# page = "Letter"
# snapshots = "snapshots"       # the copies of sources that `snapshot` keeps, in which quotations are looked up
"""

README = """\
# {title}

Briefs made of sourced facts, with Briefwright.

| where | what |
|---|---|
| `bibliography.bib` | the sources, by key: export it from Zotero or JabRef, or write it by hand |
| `facts/` | what is known, each fact with its source, the place in it and its own words |
| `briefs/` | the documents: Markdown that calls facts by name |
| `snapshots/` | copies of sources, which stay out of version control, and files of places, which do not |
| `build/` | what is rendered: PDF, DOCX and HTML; never edited, never committed |

```
briefwright render                           all briefs to build/
briefwright check                            what is wrong, and where
briefwright why NAME                         what each statement of a brief rests on, down to the passage
briefwright snapshot KEY FILE_OR_URL         a copy of a source, in which `check` looks quotations up
briefwright new fact KEY "quoted words"      a fact from a source of the bibliography
briefwright new brief NAME                   a brief with every part of its template
briefwright show ID                          all that is known of a fact or a source, and where it is used
```

`python render.py` is the same as `briefwright render`.
"""

BIBLIOGRAPHY = """\
% The sources of this project. This one is made up: replace it with yours.

@report{example2024survey,
  author      = {{Example Institute}},
  title       = {A survey of bridges},
  institution = {Example Institute},
  type        = {Survey report},
  date        = {2024-03-15},
}
"""

FACTS = """\
# One fact is one assertion with its source. An id is never used again for another fact.
topic: example
facts:
  - id: bridges-surveyed
    label: Bridges surveyed
    statement: The survey of 2024 covered {{ value }}.
    clause: the survey of 2024 covered {{ value }}
    value: {amount: 1200, unit: bridges}
    as_of: 2024
    evidence:
      - source: example2024survey
        locator: p. 3
        quote: "a total of 1,200 bridges"

  - id: bridges-need-repair
    label: Bridges in need of repair
    statement: About {{ value }} of the bridges need repair within five years.
    value: {amount: 18, unit: percent}
    as_of: 2024
    evidence:
      - source: example2024survey
        locator: p. 7
        quote: "18 per cent require repair within five years"

  - id: bridges-cost-gap  # what is not known is a fact too
    kind: gap
    statement: The survey does not say what the repairs would cost.
    evidence:
      - source: example2024survey
"""

BRIEF = """\
---
title: Bridges at a glance
template: at-a-glance
date: 2024-04-01
status: draft
---
{% block key_points %}
# Key points

- {{ fact("bridges-surveyed") }}
- {{ fact("bridges-need-repair") }}
{% endblock %}

{% block figures %}
# Key figures

{{ key_figures("bridges-surveyed", "bridges-need-repair", caption="Bridges in 2024") }}
{% endblock %}

{% block main %}
# What the survey found

Facts serve in mid-sentence too: {{ fact("bridges-surveyed", clause=true) }}. Plain citations work as well
[@example2024survey, pp. 3-7].
{% endblock %}

{% block gaps %}
# What is not known

- {{ fact("bridges-cost-gap") }}
{% endblock %}
"""

RENDER = '''\
"""Render the briefs of this project: python render.py [NAME ...] [--to pdf], as `briefwright render` does."""

import sys
from pathlib import Path

try:
    from briefwright.cli import main
except ImportError:
    sys.exit("render.py: this Python has no package `briefwright`; type `briefwright render` instead")

if __name__ == "__main__":
    sys.exit(main(["render", "--project", str(Path(__file__).resolve().parent), *sys.argv[1:]]))
'''

FILES = {
    "pyproject.toml": PYPROJECT,
    "README.md": README,
    "bibliography.bib": BIBLIOGRAPHY,
    "facts/example.yaml": FACTS,
    "briefs/first-brief.md": BRIEF,
    ".gitignore": "/build/\n/snapshots/*\n!/snapshots/*.places.yaml\n",
    "render.py": RENDER,
}
"""A new project."""


@click.command(name="init")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Start a project in FOLDER: settings, a bibliography, facts and a brief, each with an example that renders.

    A folder that is there may be used, as long as it has none of these files. Templates are not copied: those of
    the package are used until the project has its own in templates/.
    """
    from briefwright.write.files import write_together

    root = folder.absolute()
    there = [name for name in FILES if os.path.lexists(root / name)]
    if there:
        message = f"{folder} has {', '.join(there)} already, and nothing is overwritten"
        hint = "choose another folder, or move these files away"
        raise BriefwrightError(error(Code.PROJECT_CONFIG, message, Location(str(folder)), hint=hint))
    title = root.name.replace("_", " ").strip() or "Briefs"
    texts = {name: text.replace("{title}", title) if name == "README.md" else text for name, text in FILES.items()}
    write_together({root / name: text.encode("utf-8", "replace") for name, text in texts.items()})
    click.echo(f"Started a project in {folder}:")
    for name in FILES:
        click.echo(f"  {name}")
    where = "" if root == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    click.echo(f"Render it: {where}briefwright render")
    return Exit.FINE
