"""Learn the shipped weights from the material: `make weights`, about two minutes."""

from __future__ import annotations

from handlers.practices.training import main
from tests.practices.materials import LEARNED, paths

if __name__ == "__main__":
    main([str(path) for path in paths(LEARNED)])
