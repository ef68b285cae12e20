"""For all tests: a deadline would judge the machine and the compiler, not the market."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
