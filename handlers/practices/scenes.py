"""Which scenes a reading shows: the person's own words, news, a game, a court's message."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.practices.draft import Draft
from handlers.practices.shapes import Effect, Scene
from handlers.practices.view import SPEAKING, Panel, View

_FEWEST, _MOST_POINTS = -3, 6


class Scenes:
    """The book's scenes, found by the cues whose words were seen."""

    def __init__(self, scenes: Sequence[Scene], panel: Panel) -> None:
        self._scenes = scenes
        cues = [(scene, cue) for scene in scenes for cue in scene.cues]
        self._cues = [(scene, panel.group(cue.say).mask, cue.points) for scene, cue in cues]
        self._users = panel.users(cue.say for _, cue in cues)

    def stage(self, view: View, draft: Draft) -> None:
        """Note which scenes are there: what they mean, and how plainly."""
        points: dict[str, int] = {}
        for at in view.used(self._users):
            scene, cue, worth = self._cues[at]
            if _possible(scene, view) and view.shows(cue):
                points[scene.id] = points.get(scene.id, 0) + worth
        if points:
            for scene in self._scenes:
                _note(scene, points.get(scene.id, 0), draft)
        if SPEAKING.isdisjoint(view.turns.roles):
            draft.silent = True
            draft.marks.add("nobody")


def _possible(scene: Scene, view: View) -> bool:
    if view.turns.labelled and not scene.labelled:
        return False
    return not scene.channels or view.channel in scene.channels


def _note(scene: Scene, points: int, draft: Draft) -> None:
    """How much speaks for a scene, and what follows where that is enough."""
    if not points:
        return
    draft.marks.add(f"points:{scene.id}:{max(_FEWEST, min(_MOST_POINTS, points))}")
    if points >= scene.least:
        draft.marks.add(f"scene:{scene.id}")
        draft.silent |= scene.effect is Effect.SILENT
        draft.excused |= scene.excuses
