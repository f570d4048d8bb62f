"""The master key on paper: 56 letters and digits in groups of four, with a checksum.

    code = Base32( master (32 bytes) || first 3 bytes of SHA-256( label || master ) )

Base32 has no 0, 1 and 8; whoever reads an O, I or B as one of them is understood all the same.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Final

from storage.errors import WrongCode
from storage.keys import KEY

LENGTH: Final = 56
_CHECK: Final = 3
_GROUP: Final = 4
_GROUPS_A_LINE: Final = 7
_LABEL: Final = b"wenzhu/v1/recovery\n"
_MISREAD: Final = str.maketrans("018", "OIB")


def _checksum(master: bytes) -> bytes:
    return hashlib.sha256(_LABEL + master).digest()[:_CHECK]


def write(master: bytes) -> str:
    """The code of a master key, in lines of groups."""
    code = base64.b32encode(master + _checksum(master)).decode()
    groups = [code[at : at + _GROUP] for at in range(0, LENGTH, _GROUP)]
    lines = [groups[at : at + _GROUPS_A_LINE] for at in range(0, len(groups), _GROUPS_A_LINE)]
    return "\n".join(" ".join(line) for line in lines)


def letters(typed: str) -> str:
    """What counts of something typed: no spaces, hyphens or line ends, and one case."""
    return "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MISREAD)


def read(typed: str) -> bytes:
    """The master key of a code.

    Raises:
        WrongCode: a letter is wrong, missing or too many.
    """
    code = letters(typed)
    if len(code) != LENGTH or not code.isascii():
        raise WrongCode
    try:
        whole = base64.b32decode(code)
    except binascii.Error:
        raise WrongCode from None
    master, check = whole[:KEY], whole[KEY:]
    if not hmac.compare_digest(check, _checksum(master)):
        raise WrongCode
    return master
