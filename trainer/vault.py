"""Keys and private text: what a person writes for themselves, so that nobody else who reads the store can read it.

Each person has a key of 32 random bytes that all their private text is encrypted with (AES-256-GCM), and a key pair
that others seal notes for them with (HPKE, RFC 9180). Both are kept wrapped twice: by what Argon2id makes of the
passphrase, and by what it makes of a recovery code. A new passphrase wraps anew; who has neither has lost the text.

Of what Argon2id gives, one half wraps and is never sent anywhere; the other proves to the store that somebody knows the
passphrase, and the store keeps only its digest. So nobody who reads a store can sign in with what stands there.
"""

import json
import os
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest as hmac_digest
from typing import TYPE_CHECKING, Final

from trainer.text import TOLD_APART

if TYPE_CHECKING:
    from cryptography.hazmat.primitives import hpke

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_SALT_BYTES: Final = 16
_CHUNK: Final = 256
"""Texts are filled up to a multiple of this many bytes, so that their length tells little."""
_RECOVERY_LENGTH: Final = 28
"""Of 31 letters and digits each: 138 bits."""
_ITERATIONS, _LANES, _KIBIBYTES = 3, 4, 65_536
"""RFC 9106, the second recommended choice."""
PARAMETERS: Final = {"t": _ITERATIONS, "p": _LANES, "m": _KIBIBYTES}
_INFO: Final = "dialogue-trainer note v1"


class Unreadable(Exception):  # noqa: N818  it says what is
    """This text was not written with this key, or it was moved or changed since."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What Argon2id makes of a passphrase or a recovery code."""

    wraps: bytes
    proof: bytes
    """What the store is shown; it keeps `digest_of_proof` of it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A person's keys, for as long as they are signed in."""

    data: bytes
    private: bytes

    def __repr__(self) -> str:
        return "<Keys>"


@dataclass(frozen=True, slots=True)
class Lock:
    """What is kept of a person's keys, to be unlocked by the passphrase or the recovery code."""

    salt: bytes
    parameters: Mapping[str, int]
    wrapped: bytes
    recovery_salt: bytes
    recovery_wrapped: bytes
    private: bytes
    public: bytes

    def to_bytes(self) -> bytes:
        """Return the lock as it is kept."""
        return json.dumps(
            {name: b64encode(getattr(self, name)).decode() for name in _KEPT} | {"parameters": dict(self.parameters)}
        ).encode()

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Lock":
        """Return the lock that is kept as `stored`.

        Raises:
            Unreadable: when it is none.
        """
        try:
            read = json.loads(stored)
            parameters = {name: int(read["parameters"][name]) for name in PARAMETERS}
            return cls(**{name: b64decode(read[name]) for name in _KEPT}, parameters=parameters)
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable from error


_KEPT: Final = ("salt", "wrapped", "recovery_salt", "recovery_wrapped", "private", "public")


@dataclass(frozen=True, slots=True)
class Made:
    """New keys with their lock, what proves them, and the code that nobody sees again."""

    keys: Keys
    lock: Lock
    proof: bytes
    recovery_proof: bytes
    recovery: str


def secret_of(passphrase: str, salt: bytes, parameters: Mapping[str, int] = PARAMETERS) -> Secret:
    """Return what Argon2id makes of `passphrase`, however its letters are composed; it takes a quarter of a second."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415  who needs no key waits for none

    made = Argon2id(
        salt=salt,
        length=2 * _KEY_BYTES,
        iterations=min(parameters["t"], 16),
        lanes=min(parameters["p"], 16),
        memory_cost=min(parameters["m"], 1 << 20),
    ).derive(unicodedata.normalize("NFC", passphrase).encode(errors="surrogatepass"))
    return Secret(made[:_KEY_BYTES], made[_KEY_BYTES:])


def digest_of_proof(proof: bytes) -> bytes:
    """Return what a store keeps of a proof, which is itself as long as a key and not guessed."""
    return sha256(proof).digest()


def new_keys(passphrase: str) -> Made:
    """Return keys that did not exist before, locked by `passphrase` and by a recovery code."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415

    pair = X25519PrivateKey.generate()
    keys = Keys(data=os.urandom(_KEY_BYTES), private=pair.private_bytes_raw())
    return _locked(keys, pair.public_key().public_bytes_raw(), passphrase)


def locked_anew(keys: Keys, lock: Lock, passphrase: str) -> Made:
    """Return the same keys under a new passphrase and a new recovery code."""
    return _locked(keys, lock.public, passphrase)


def _locked(keys: Keys, public: bytes, passphrase: str) -> Made:
    recovery = new_recovery_code()
    salt, recovery_salt = os.urandom(_SALT_BYTES), os.urandom(_SALT_BYTES)
    by_passphrase = secret_of(passphrase, salt)
    by_recovery = secret_of(recovery_as_typed(recovery), recovery_salt)
    lock = Lock(
        salt=salt,
        parameters=PARAMETERS,
        wrapped=_encrypted(by_passphrase.wraps, keys.data, b"wrapped"),
        recovery_salt=recovery_salt,
        recovery_wrapped=_encrypted(by_recovery.wraps, keys.data, b"recovery"),
        private=_encrypted(keys.data, keys.private, b"private"),
        public=public,
    )
    return Made(keys, lock, by_passphrase.proof, by_recovery.proof, recovery)


def unlocked(lock: Lock, secret: Secret, *, is_recovery: bool = False) -> Keys:
    """Return the keys behind `lock`.

    Raises:
        Unreadable: when `secret` is not the one that it was locked with.
    """
    wrapped, name = (lock.recovery_wrapped, b"recovery") if is_recovery else (lock.wrapped, b"wrapped")
    data = _decrypted(secret.wraps, wrapped, name)
    return Keys(data=data, private=_decrypted(data, lock.private, b"private"))


def new_recovery_code() -> str:
    """Return a recovery code, in groups that are read aloud and copied."""
    letters = "".join(TOLD_APART[byte % len(TOLD_APART)] for byte in _unbiased(_RECOVERY_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, _RECOVERY_LENGTH, 4))


def _unbiased(count: int) -> bytes:
    """Return bytes that are spread evenly over the letters."""
    limit = 256 - 256 % len(TOLD_APART)
    drawn = b""
    while len(drawn) < count:
        drawn += bytes(byte for byte in os.urandom(2 * count) if byte < limit)
    return drawn[:count]


def recovery_as_typed(code: str) -> str:
    """Return `code` as it was meant, without the dashes and spaces that help to copy it."""
    return "".join(code.lower().split()).replace("-", "")


def slot(keys: Keys, *of: str) -> bytes:
    """Return the name under which a text is kept; who has no key cannot tell what it is about."""
    return hmac_digest(keys.data, "\0".join(("slot", *of)).encode(), "sha256")


def locked_text(keys: Keys, text: str, *of: str) -> bytes:
    """Return `text` encrypted, bound to whose it is and where it belongs: moved elsewhere it cannot be read."""
    return _encrypted(keys.data, _filled(text), "\0".join(("text", *of)).encode())


def read_text(keys: Keys, stored: bytes, *of: str) -> str:
    """Return the text that was encrypted as `stored`.

    Raises:
        Unreadable: when it was not, with these keys and for this place.
    """
    return _emptied(_decrypted(keys.data, stored, "\0".join(("text", *of)).encode()))


def sealed_for(public: bytes, text: str, *of: str) -> bytes:
    """Return `text` so that only who has the private half of `public` can read it.

    Raises:
        Unreadable: when `public` is no key.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey  # noqa: PLC0415

    try:
        key = X25519PublicKey.from_public_bytes(public)
    except ValueError as error:
        raise Unreadable from error
    return _suite().encrypt(_filled(text), key, _info(of))


def read_sealed(keys: Keys, stored: bytes, *of: str) -> str:
    """Return the text that was sealed for who has `keys`.

    Raises:
        Unreadable: when it was not, or not for this place.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415

    try:
        key = X25519PrivateKey.from_private_bytes(keys.private)
        return _emptied(_suite().decrypt(stored, key, _info(of)))
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def _suite() -> "hpke.Suite":
    from cryptography.hazmat.primitives import hpke  # noqa: PLC0415

    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def _info(of: tuple[str, ...]) -> bytes:
    """Return what a sealed text is bound to: whose it is, for whom, and where it belongs."""
    return "\0".join((_INFO, *of)).encode()


def _filled(text: str) -> bytes:
    plain = text.encode(errors="replace") + b"\x01"
    return plain + bytes(-len(plain) % _CHUNK)


def _emptied(plain: bytes) -> str:
    return plain.rstrip(b"\0")[:-1].decode(errors="replace")


def _encrypted(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def _decrypted(key: bytes, stored: bytes, bound_to: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        return AESGCM(key).decrypt(stored[:_NONCE_BYTES], stored[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
