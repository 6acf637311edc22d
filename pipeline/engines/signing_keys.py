# SPDX-License-Identifier: EUPL-1.2
"""A self-made chain of certificates for content credentials: enough for tests and for checking one's own files.

Public checkers call files that it signed "valid, but of an unknown issuer"; for more, a certificate of a listed authority is
needed.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pipeline.errors import ConfigError

YEARS = 5
FILES = ("root.pem", "chain.pem", "key.pem")


def make_chain(folder: Path, organisation: str, now: datetime) -> None:
    """Write root.pem, chain.pem (own certificate first, then the root) and key.pem. Raises ConfigError where one exists."""
    standing = [name for name in FILES if (folder / name).exists()]
    if standing:
        raise ConfigError(f"{folder / standing[0]} exists already.", "Move it away first: what it signed is checked against it.")
    root_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, leaf_name = _name(organisation, "newsreel test root"), _name(organisation, "newsreel test signer")
    root = (
        _certificate(root_name, root_name, root_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        _certificate(leaf_name, root_name, leaf_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = leaf_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "root.pem").write_bytes(root.public_bytes(pem))
        (folder / "chain.pem").write_bytes(leaf.public_bytes(pem) + root.public_bytes(pem))
        key = folder / "key.pem"
        key.touch(mode=0o600)
        key.write_bytes(secret)
    except OSError as wrong:
        raise ConfigError(
            f"{wrong.filename} cannot be written: {wrong.strerror}.", "Name another folder in [provenance] keys."
        ) from wrong


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime) -> x509.CertificateBuilder:
    begin = now.astimezone(UTC) - timedelta(minutes=5)  # clocks of two machines differ
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=365 * YEARS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )
