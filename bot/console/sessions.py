"""Who may use the page: a token used once, then a signed session; or a password."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.settings import Secret
from handlers.ports import Clock

COOKIE = "wenzhu_session"
LIFETIME = timedelta(days=30)
KEY_FILE = "session.key"
SECRET_BYTES = 32


def session_key(folder: Path, password: Secret | None) -> bytes:
    """The key that signs sessions: bound to the data folder, and to the password if there is one.

    A restart keeps sessions; another folder, or a changed password, ends them all.
    """
    secret = _folder_secret(folder / KEY_FILE)
    said = hashlib.sha256(password.reveal().encode() if password else b"").digest()
    return HKDF(SHA256(), SECRET_BYTES, salt=None, info=b"wenzhu session v1|" + said).derive(secret)


def _folder_secret(path: Path) -> bytes:
    """The folder's random secret, drawn once; two processes starting at once agree on one."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, secrets.token_bytes(SECRET_BYTES))
            os.fsync(handle)
        finally:
            os.close(handle)
        try:
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    return path.read_bytes()


class Sessions:
    """Signs and checks the cookie; nothing is remembered, so a restart changes nothing."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def issue(self) -> str:
        """A new cookie value."""
        said = f"{int(self._clock.now().timestamp())}.{secrets.token_urlsafe(12)}"
        return f"{said}.{self._sign(said)}"

    def valid(self, cookie: str) -> bool:
        """Whether we issued it, and not too long ago."""
        said, _, signature = cookie.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(said).encode()):
            return False
        issued = datetime.fromtimestamp(int(said.partition(".")[0]), UTC)
        return issued <= self._clock.now() + timedelta(minutes=5) and (
            self._clock.now() < issued + LIFETIME
        )

    def _sign(self, said: str) -> str:
        mac = hmac.digest(self._key, said.encode(), "sha256")
        return base64.urlsafe_b64encode(mac).decode().rstrip("=")


class Token:
    """The secret in the printed address: good once, for this run of the program."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(SECRET_BYTES)
        self._used = False

    def use(self, candidate: str) -> bool:
        """True exactly once, for exactly this token."""
        right = hmac.compare_digest(candidate.encode(), self.value.encode())
        if not right or self._used:
            return False
        self._used = True
        return True


class Password:
    """Checks the password, slowly for those who guess.

    The count lives in this process: a restart forgets it, which costs an attacker a restart.
    """

    TRIES = 5
    TRIES_OVERALL = 60
    WINDOW = timedelta(minutes=10)

    def __init__(self, password: Secret, clock: Clock) -> None:
        self._password = password
        self._clock = clock
        self._wrong: deque[tuple[datetime, str]] = deque()

    def wait(self, who: str) -> timedelta:
        """How long this address has to wait before it may try again."""
        now = self._clock.now()
        while self._wrong and self._wrong[0][0] + self.WINDOW <= now:
            self._wrong.popleft()
        his = [at for at, address in self._wrong if address == who]
        if len(his) >= self.TRIES:
            return his[-self.TRIES] + self.WINDOW - now
        if len(self._wrong) >= self.TRIES_OVERALL:
            return self._wrong[0][0] + self.WINDOW - now
        return timedelta()

    def right(self, candidate: str, who: str) -> bool:
        """Whether it is the password; a wrong one is counted. Ask `wait` first."""
        said = hashlib.sha256(candidate.encode()).digest()
        known = hashlib.sha256(self._password.reveal().encode()).digest()
        if hmac.compare_digest(said, known):
            return True
        self._wrong.append((self._clock.now(), who))
        return False
