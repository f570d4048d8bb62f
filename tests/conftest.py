"""No test is about time: on a busy machine an example may take as long as it takes."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("wenzhu", deadline=None)
settings.load_profile("wenzhu")
