"""From a project's files to the model: every place kept, every problem collected, nothing raised."""

from __future__ import annotations

from briefwright.load.project import find_root, load_project

__all__ = ["find_root", "load_project"]
