"""Telegram as the rest of the program sees it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import OrderedDict
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeVar

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.doors import Attach
from bot.errors import TryLater, Undeliverable
from bot.pictures import drawn
from bot.telegram import rendering
from bot.telegram.errors import Unchanged, translated
from bot.telegram.fetching import Fetcher
from bot.telegram.handing import Handing
from bot.telegram.pacing import WINDOW, Pace
from bot.telegram.rendering import Piece
from bot.telegram.translating import NAME, understand
from bot.telegram.wire import Wire
from handlers.messages import Absent, Incoming, Media, Reply
from handlers.texts.dates import evidence
from handlers.texts.texts import Texts
from storage.records import InboxRow, OutboxRow

T = TypeVar("T")

UNDER_WAY = 1000
"""Replies of several messages remembered while they are half sent."""
BRIEF = 0.02
"""Seconds that are waited for on the spot rather than in the outbox."""
LONGEST_ON_THE_SPOT = 1.5
"""The same between two messages of one reply, which should not come apart."""
NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


class TelegramDoor:
    """One bot.

    Which message a reply became is returned as a list of message numbers, kept with the reply.
    """

    def __init__(self, wire: Wire, texts: Texts, *, fetcher: Fetcher | None = None) -> None:
        self._wire = wire
        self._texts = texts
        self._fetcher = fetcher or Fetcher(wire)
        self._pace = Pace()
        self._under_way: OrderedDict[str, Handing] = OrderedDict()

    @property
    def name(self) -> str:
        """The door's name in identities and sources."""
        return NAME

    @property
    def rest(self) -> timedelta:
        """Between two messages to one person."""
        return timedelta(seconds=WINDOW)

    def room(self) -> tuple[int, timedelta]:
        """How many messages may be said now, and how long until one may."""
        now = asyncio.get_running_loop().time()
        return self._pace.room(now), timedelta(seconds=self._pace.wait_for_all(now))

    def translate(self, row: InboxRow, payload: bytes) -> Incoming:
        """The neutral form of an update, without the file it speaks of.

        Raises:
            Unreadable: the payload is no update we asked for.
        """
        return understand(row, payload, self._texts).incoming

    def has_file(self, payload: bytes) -> bool:
        """Whether the update speaks of a file: every kind of file has an id of this name."""
        return b'"file_id"' in payload

    async def fetch(self, row: InboxRow, payload: bytes, attach: Attach) -> Incoming:
        """The neutral form of an update with its file.

        Raises:
            Unreadable: the payload is no update we asked for.
        """
        understood = understand(row, payload, self._texts)
        if understood.wanted is None:
            return understood.incoming
        found = await self._fetcher.fetch(row, understood.wanted, attach)
        if isinstance(found, Media):
            return replace(understood.incoming, media=(found,))
        return replace(understood.incoming, absent=(found,))

    def spare(self, row: InboxRow, payload: bytes) -> Incoming:
        """The neutral form of an update whose file is not worth fetching.

        Raises:
            Unreadable: the payload is no update we asked for.
        """
        understood = understand(row, payload, self._texts)
        if understood.wanted is None:
            return understood.incoming
        return replace(understood.incoming, absent=(Absent.UNAVAILABLE,))

    async def deliver(self, address: str, row: OutboxRow, reply: Reply) -> str | None:
        """Say it: as new messages, or over an earlier reply where that still stands.

        A reply that failed half way goes on where it stopped, unless the process died.
        """
        chat = int(address)
        handing = self._under_way.pop(row.key, None)
        if handing is None:
            handing = Handing.of(row, reply)
        handing.give_up_picture(row.attempts)
        buttons = rendering.keyboard(row.ledger, reply.buttons)
        try:
            await self._say(chat, handing, buttons)
            await self._hail(chat, handing, reply)
        except BaseException:
            self._remember(row.key, handing)
            raise
        return json.dumps(handing.shown) if handing.shown else None

    async def _say(self, chat: int, handing: Handing, buttons: InlineKeyboardMarkup | None) -> None:
        if handing.picture is not None:
            await self._show(chat, handing, buttons)
        while handing.left:
            piece = handing.left[0]
            markup = buttons if len(handing.left) == 1 else None
            await self._turn(chat, begun=handing.begun)
            if handing.old:
                stands = await self._edit(chat, handing.old[0], piece, markup)
                number = handing.old.pop(0)
                if not stands:
                    continue
                handing.shown.append(number)
            else:
                handing.sent(await self._send(chat, piece, markup))
            handing.left.pop(0)
        while handing.old:
            await self._remove(chat, handing.old[-1])
            handing.old.pop()

    async def _show(
        self, chat: int, handing: Handing, buttons: InlineKeyboardMarkup | None
    ) -> None:
        """The picture, with the words under it where there is room; without it where it fails."""
        content = None if handing.picture is None else await drawn(handing.picture)
        if content is not None:
            caption = handing.caption()
            await self._turn(chat, begun=handing.begun)
            handing.tried = True
            number = await self._photo(chat, content, caption, buttons if caption else None)
            if number is not None:
                handing.sent(number)
                del handing.left[: 1 if caption else 0]
        handing.picture = None

    async def _photo(
        self, chat: int, content: bytes, caption: Piece | None, markup: InlineKeyboardMarkup | None
    ) -> int | None:
        """The message it became, None where Telegram refuses it."""
        marked = None if caption is None else caption.html
        try:
            sent = await self._call(
                chat,
                self._wire.bot.send_photo(
                    chat, content, marked, parse_mode=ParseMode.HTML, reply_markup=markup
                ),
            )
        except Undeliverable:
            return None
        return sent.message_id

    async def _hail(self, chat: int, handing: Handing, reply: Reply) -> None:
        """An edit makes no sound: what is grave gets a short message that points at it."""
        if not reply.grave or handing.fresh or handing.hailed or not handing.shown:
            return
        words = self._texts.say("telegram.look_up", number=evidence(reply.number or 0))
        at = ReplyParameters(handing.shown[0], allow_sending_without_reply=True)
        await self._turn(chat, begun=True)
        await self._call(chat, self._wire.bot.send_message(chat, words, reply_parameters=at))
        handing.hailed = True

    async def _send(self, chat: int, piece: Piece, markup: InlineKeyboardMarkup | None) -> int:
        """A new message; without marks where Telegram refuses ours, so that it is said at all."""
        for text, mode in ((piece.html, ParseMode.HTML), (piece.plain, None)):
            try:
                sent = await self._call(
                    chat,
                    self._wire.bot.send_message(
                        chat,
                        text,
                        parse_mode=mode,
                        reply_markup=markup,
                        link_preview_options=NO_PREVIEW,
                    ),
                )
            except Undeliverable:
                if mode is None:
                    raise
            else:
                return sent.message_id
        raise Undeliverable("refused")

    async def _edit(
        self, chat: int, number: int, piece: Piece, markup: InlineKeyboardMarkup | None
    ) -> bool:
        """Whether the piece stands in that message now."""
        try:
            await self._call(
                chat,
                self._wire.bot.edit_message_text(
                    piece.html,
                    chat,
                    number,
                    parse_mode=ParseMode.HTML,
                    reply_markup=markup,
                    link_preview_options=NO_PREVIEW,
                ),
            )
        except Unchanged:
            return True
        except Undeliverable:
            return False
        return True

    async def _remove(self, chat: int, number: int) -> None:
        """A message that the new reply does not need; one that stays does no harm."""
        with contextlib.suppress(Undeliverable):
            await self._call(chat, self._wire.bot.delete_message(chat, number))

    async def _call(self, chat: int, calling: Awaitable[T]) -> T:
        """One call, its failure in our words."""
        try:
            return await calling
        except TelegramError as error:
            trouble = translated(error)
        if isinstance(trouble, TryLater):
            now = asyncio.get_running_loop().time()
            self._pace.hush(chat, now, trouble.after.total_seconds())
        raise trouble

    async def _turn(self, chat: int, *, begun: bool) -> None:
        """Keep to the limits: what must wait goes back to the outbox, unless it is half said.

        Raises:
            TryLater: this chat was spoken to a moment ago.
        """
        loop = asyncio.get_running_loop()
        wait = self._pace.wait_for_chat(chat, loop.time())
        if wait > (LONGEST_ON_THE_SPOT if begun else BRIEF):
            raise TryLater("pace", timedelta(seconds=wait))
        while (wait := max(wait, self._pace.wait_for_all(loop.time()))) > 0:
            await asyncio.sleep(wait)
            wait = 0.0
        self._pace.spoke(chat, loop.time())

    def _remember(self, key: str, handing: Handing) -> None:
        if handing.begun:
            self._under_way[key] = handing
            while len(self._under_way) > UNDER_WAY:
                self._under_way.popitem(last=False)
