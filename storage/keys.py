"""Master key, person keys, item keys: how they are made, wrapped and used.

    master  32 random bytes in a file of its own; everything below hangs from it
    person  32 random bytes, wrapped under a key derived from the master
    item    32 random bytes of key and 32 of salt, wrapped together under the person's key

A wrapped key is nonce (12 bytes) || AES-256-GCM; its associated data names the owner, so that
a wrapped key moved to another row does not open. Destroying the wrapped key of an item destroys
all that was sealed under it.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage import sealing
from storage.errors import Tampered
from storage.records import ItemId, LedgerId, PersonId, Slot, Source

KEY = 32
NONCE = 12


def _fields(*values: str) -> bytes:
    """Values with their lengths before them, so that no two lists give the same bytes."""
    encoded = [value.encode() for value in values]
    return b"".join(len(value).to_bytes(4, "big") + value for value in encoded)


def _wrap(key: bytes, secret: bytes, associated: bytes, nonce: bytes | None = None) -> bytes:
    nonce = os.urandom(NONCE) if nonce is None else nonce
    return nonce + AESGCM(key).encrypt(nonce, secret, associated)


def _unwrap(key: bytes, wrapped: bytes, associated: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(wrapped[:NONCE], wrapped[NONCE:], associated)
    except (InvalidTag, ValueError):
        raise Tampered from None


def derived(master: bytes, label: str) -> bytes:
    """A key for one purpose, from which neither the master nor another key can be found."""
    return HKDF(SHA256(), KEY, None, b"wenzhu/v1/" + label.encode()).derive(master)


@dataclass(frozen=True, slots=True)
class ItemKey:
    """What seals and salts everything about one item."""

    item: ItemId
    key: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    @classmethod
    def new(cls, item: ItemId) -> ItemKey:
        """A fresh one."""
        return cls(item, os.urandom(KEY), os.urandom(KEY))

    def seal(self, slot: Slot, plain: bytes, salt: bytes | None = None) -> bytes:
        """Seal a part of this item that is already in memory."""
        return sealing.seal(self.key, self.item, slot, plain, salt)

    def unseal(self, slot: Slot, sealed: bytes) -> bytes:
        """Open a part of this item that is already in memory."""
        return sealing.unseal(self.key, self.item, slot, sealed)

    def part_salt(self, slot: Slot) -> bytes:
        """The salt of one part; it may be given away without giving away the others'."""
        return hmac.digest(self.salt, b"wenzhu/v1/salt/part\n" + slot.encode(), "sha256")

    def part_mac(self, slot: Slot, plain: bytes) -> str:
        """What the chain says about the plaintext of one part."""
        return hmac.digest(self.part_salt(slot), plain, "sha256").hex()

    def content_mac(self, content: bytes) -> str:
        """What the chain says about the content as a whole."""
        salt = hmac.digest(self.salt, b"wenzhu/v1/salt/content", "sha256")
        return hmac.digest(salt, content, "sha256").hex()


@dataclass(frozen=True, slots=True)
class PersonKey:
    """Wraps the item keys of one person and seals his addresses."""

    person: PersonId
    key: bytes = field(repr=False)

    @classmethod
    def new(cls, person: PersonId) -> PersonKey:
        """A fresh one."""
        return cls(person, os.urandom(KEY))

    def _item(self, ledger: LedgerId, item: ItemId) -> bytes:
        return b"wenzhu/v1/item\n" + _fields(self.person, ledger, item)

    def wrap_item(self, ledger: LedgerId, key: ItemKey, nonce: bytes | None = None) -> bytes:
        """The item's key and salt, wrapped, bound to person, ledger and item."""
        return _wrap(self.key, key.key + key.salt, self._item(ledger, key.item), nonce)

    def unwrap_item(self, ledger: LedgerId, item: ItemId, wrapped: bytes) -> ItemKey:
        """The item's key and salt."""
        secret = _unwrap(self.key, wrapped, self._item(ledger, item))
        return ItemKey(item, secret[:KEY], secret[KEY:])

    def _address(self, ledger: LedgerId, door: str) -> bytes:
        return b"wenzhu/v1/address\n" + _fields(self.person, ledger, door)

    def seal_address(self, ledger: LedgerId, door: str, address: str) -> bytes:
        """An address, readable only for delivery."""
        return _wrap(self.key, address.encode(), self._address(ledger, door))

    def open_address(self, ledger: LedgerId, door: str, sealed: bytes) -> str:
        """The address again."""
        return _unwrap(self.key, sealed, self._address(ledger, door)).decode()


class Keyring:
    """Everything that hangs from the master key; the master itself is not kept."""

    __slots__ = ("_address", "_delivery", "_persons", "_source", "_tokens", "check")

    def __init__(self, master: bytes) -> None:
        self._persons = derived(master, "persons")
        self._address = derived(master, "addresses")
        self._source = derived(master, "sources")
        self._delivery = derived(master, "deliveries")
        self._tokens = derived(master, "tokens")
        self.check = derived(master, "check").hex()

    def wrap_person(self, key: PersonKey, nonce: bytes | None = None) -> bytes:
        """A person's key, wrapped."""
        return _wrap(self._persons, key.key, b"wenzhu/v1/person\n" + key.person.encode(), nonce)

    def unwrap_person(self, person: PersonId, wrapped: bytes) -> PersonKey:
        """A person's key."""
        associated = b"wenzhu/v1/person\n" + person.encode()
        return PersonKey(person, _unwrap(self._persons, wrapped, associated))

    def address_key(self, door: str, address: str) -> str:
        """Under which an address is found without being readable."""
        return hmac.digest(self._address, _fields(door, address), "sha256").hex()

    def delivery_key(self, door: str, delivery_id: str) -> str:
        """Under which a delivery is recognised; platforms put addresses into delivery ids."""
        return hmac.digest(self._delivery, _fields(door, delivery_id), "sha256").hex()

    def token_key(self, purpose: str, secret: str) -> str:
        """Under which a secret that stands for a person is recognised without being kept."""
        return hmac.digest(self._tokens, _fields(purpose, secret), "sha256").hex()

    def source_key(self, source: Source) -> str:
        """Under which a piece of evidence is recognised, also after it was erased."""
        fields = _fields(source.door, source.chat, source.message, source.edit)
        return hmac.digest(self._source, fields, "sha256").hex()
