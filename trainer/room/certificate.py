"""The certificate of a host beyond this machine, and how a guest knows it."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trainer.errors import UsageError
from trainer.room.kept import write_whole

if TYPE_CHECKING:
    from cryptography.x509 import GeneralName

OWN_CERTIFICATE: Final = "host.pem"
"""What the file is called in which a host keeps the certificate that it made itself, in the folder of its rooms."""
_DAYS: Final = 365
_SHOWN: Final = 20
"""How many hexadecimal digits of a fingerprint are read aloud: 80 bits."""


def fingerprint_of(certificate: bytes) -> str:
    """Return what is shown of the SHA-256 of a certificate in DER, in groups of four."""
    digits = sha256(certificate).hexdigest()[:_SHOWN].upper()
    return "-".join(digits[start : start + 4] for start in range(0, _SHOWN, 4))


def own_context(address: str, path: Path) -> tuple[ssl.SSLContext, str]:
    """Return what a host at `address` serves with when it was given no certificate, and its fingerprint.

    The certificate is kept with its key at `path`, for its owner alone to read: a host that is started again shows the
    same fingerprint to those who come back.

    Raises:
        StoreError: when it cannot be kept.
    """
    from cryptography import x509  # noqa: PLC0415  only a host beyond this machine needs it
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    if not _holds(path):
        write_whole(path, _made(address))
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    return given_context(path, path), fingerprint_of(certificate.public_bytes(Encoding.DER))


def _holds(path: Path) -> bool:
    """Return whether the certificate at `path` can be used for some time yet."""
    from cryptography import x509  # noqa: PLC0415  only a host beyond this machine needs it

    try:
        kept = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return False
    return kept.not_valid_after_utc > datetime.now(UTC) + timedelta(days=1)


def _made(address: str) -> bytes:
    """Return a new key with a certificate of its own for `address`, as one text."""
    from cryptography import x509  # noqa: PLC0415  only a host beyond this machine needs it
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "dialogue trainer")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName([_alternative(address)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + made.public_bytes(serialization.Encoding.PEM)


def given_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return what a host serves with that was given a certificate.

    Raises:
        UsageError: when the files cannot be used.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(f"{certificate} and {key} are no certificate with its key that can be used.") from error
    return context


def guest_context(fingerprint: str, authorities: str) -> ssl.SSLContext:
    """Return what a guest connects with: by a fingerprint that is compared afterwards, or by who vouches for the host.

    Raises:
        UsageError: when the file of authorities cannot be used.
    """
    try:
        context = ssl.create_default_context(cafile=authorities or None)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(f"{authorities} holds no certificates that can be used.") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    if fingerprint:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def is_told(certificate: bytes | None, fingerprint: str) -> bool:
    """Return whether `certificate` in DER is the one that `fingerprint` was told of."""
    told = fingerprint.replace("-", "").replace(":", "").strip().upper()
    return certificate is not None and len(told) >= _SHOWN and sha256(certificate).hexdigest().upper().startswith(told)


def _alternative(address: str) -> "GeneralName":
    from cryptography import x509  # noqa: PLC0415  only a host beyond this machine needs it

    try:
        return x509.IPAddress(ipaddress.ip_address(address))
    except ValueError:
        return x509.DNSName(address)
