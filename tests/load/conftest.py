"""Property-based tests run without a deadline: a busy machine is no finding."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("load", deadline=None)
settings.load_profile("load")
