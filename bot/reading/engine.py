"""The OCR engine, loaded from the files inside its wheel; used by the child only."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
import rapidocr
from rapidocr import RapidOCR

from handlers.ports import Line

Pixels = npt.NDArray[np.uint8]
"""A picture as rows, columns and red, green, blue."""

LONGEST_SIDE: Final = 2000
"""The engine shrinks what is longer; long screenshots are cut before they come here."""
_THINNEST: Final = 3
"""Longer side by shorter side of what the engine gets to see."""
_LEAST_SIDE: Final = 64


class Engine:
    """Finds the lines of a picture and reads them, in no particular order."""

    def __init__(self, threads: int) -> None:
        models = Path(rapidocr.__file__).parent / "models"
        cv2.setNumThreads(threads)
        # The paths are given so that a missing file is an error and never a download. Lines
        # are not turned one by one: an upside-down picture shall read badly and be turned.
        self._run = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.max_side_len": LONGEST_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            }
        )
        self.name = f"rapidocr {version('rapidocr')}"

    def lines(self, pixels: Pixels) -> list[Line]:
        """Every line found, with its box in pixels of this picture."""
        found: Any = self._run(np.ascontiguousarray(_not_thin(pixels)[:, :, ::-1]))
        if found.boxes is None or found.txts is None or found.scores is None:
            return []
        return [
            Line(text, _corners(box), round(float(score), 4))
            for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        ]


def _not_thin(pixels: Pixels) -> Pixels:
    """A strip laid on more ground, below and to the right of it.

    The engine enlarges every picture until its shorter side is long enough: a strip would
    grow beyond all memory.
    """
    height, width = pixels.shape[:2]
    least = max(_LEAST_SIDE, max(height, width) // _THINNEST)
    if min(height, width) >= least:
        return pixels
    larger = np.empty((max(height, least), max(width, least), 3), np.uint8)
    larger[:] = np.median(pixels.reshape(-1, 3), axis=0)
    larger[:height, :width] = pixels
    return larger


def _corners(box: Sequence[Sequence[float]]) -> tuple[tuple[int, int], ...]:
    return tuple((round(float(x)), round(float(y))) for x, y in box)
