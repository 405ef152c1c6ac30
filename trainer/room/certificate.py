"""The certificate of a host beyond this machine, and how a guest knows it."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from trainer.errors import UsageError

if TYPE_CHECKING:
    from cryptography.x509 import GeneralName

_DAYS: Final = 30
_SHOWN: Final = 20
"""How many hexadecimal digits of a fingerprint are read aloud: 80 bits."""


def fingerprint_of(certificate: bytes) -> str:
    """Return what is shown of the SHA-256 of a certificate in DER, in groups of four."""
    digits = sha256(certificate).hexdigest()[:_SHOWN].upper()
    return "-".join(digits[start : start + 4] for start in range(0, _SHOWN, 4))


def own_context(address: str) -> tuple[ssl.SSLContext, str]:
    """Return what a host at `address` serves with when it has no certificate of its own, and its fingerprint.

    The key is made for this run, and its file is gone before this returns.
    """
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
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.pem"
        path.touch(mode=0o600)
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + made.public_bytes(serialization.Encoding.PEM)
        )
        context = given_context(path, path)
    return context, fingerprint_of(made.public_bytes(serialization.Encoding.DER))


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
