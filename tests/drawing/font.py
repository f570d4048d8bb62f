"""Cuts the font that comes with the package out of Noto Sans CJK: `make font`.

    python -m tests.drawing.font [NotoSansCJK-Regular.ttc]

The same source gives the same bytes, whoever runs it: no hints, no layout rules, no time of
making. The source is Debian's fonts-noto-cjk, told by its digest.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

from handlers.drawing.font import FILE, characters

SOURCE: Final = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SOURCE_DIGEST: Final = "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"
DIGEST: Final = "90fad355f43c525505f5df242c4e1af5d9c97a5da1c82e169e0e9b10f015813f"
"""What is made of it."""
FACE: Final = "Noto Sans CJK SC"
FAMILY: Final = "Wenzhu Sans"
NAMES: Final = {1: FAMILY, 3: f"{FAMILY} 1", 4: FAMILY, 6: "WenzhuSans-Regular"}
"""A changed version goes by a name of its own."""
KEPT_NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)
DROPPED: Final = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx")


def cut(source: Path) -> bytes:
    """The part of the source that can be written with."""
    options = _options()
    font = _face(source)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(characters())))
    cutter.subset(font)
    for number, name in NAMES.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    made = FILE.with_suffix(".part")
    subset.save_font(font, str(made), options)
    content = made.read_bytes()
    made.unlink()
    return content


def _options() -> subset.Options:
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables = [*options.drop_tables, *DROPPED]
    options.name_IDs = list(KEPT_NAMES)
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.recalc_timestamp = False
    return options


def _face(source: Path) -> TTFont:
    for number in range(16):
        font = TTFont(source, fontNumber=number, lazy=True, recalcTimestamp=False)
        if font["name"].getDebugName(1) == FACE:
            return font
    raise LookupError(FACE)


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE
    if hashlib.sha256(source.read_bytes()).hexdigest() != SOURCE_DIGEST:
        sys.exit("another edition of the source: look at what comes of it, then note its digest")
    content = cut(source)
    FILE.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    print(f"{len(content)} bytes, {digest}")
    if digest != DIGEST:
        sys.exit("not the bytes that were there: look at the pictures, then note the digest")


if __name__ == "__main__":
    main()
