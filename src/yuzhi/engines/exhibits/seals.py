"""The electronic seal under papers: the operator's key and certificates, or one made up for demonstrations, which says so."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from yuzhi.engines.exhibits.cms import cms
from yuzhi.engines.formats import pdf
from yuzhi.kernel.errors import BadValue

KEY, CERTIFICATES = "seal.key", "seal.pem"
DEMO_NAME = "演示电子印章（仅供演示，无证明力）"


@dataclass(frozen=True, slots=True)
class Seal:
    """A key, and its certificate with those above it."""

    key: ec.EllipticCurvePrivateKey
    certificates: tuple[x509.Certificate, ...]

    @property
    def name(self) -> str:
        """Whose seal it is, by the certificate."""
        named = self.certificates[0].subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(named[0].value) if named else self.certificates[0].subject.rfc4514_string()

    def under(self, paper: bytes, stamp: Callable[[bytes], bytes] | None = None) -> bytes:
        """The paper, which has room for a signature, with this seal; time-stamped where an authority is given."""
        return pdf.signed(paper, lambda content: cms(content, self.key, list(self.certificates), stamp))


def kept_seal(folder: Path) -> Seal | None:
    """The seal that an operator put into the folder, None where there is none.

    Raises: BadValue where key and certificate cannot be used.
    """
    key, certificates = folder / KEY, folder / CERTIFICATES
    if not key.exists() or not certificates.exists():
        return None
    try:
        held = serialization.load_pem_private_key(key.read_bytes(), None)
        chain = tuple(x509.load_pem_x509_certificates(certificates.read_bytes()))
    except (ValueError, TypeError) as fault:
        raise BadValue(f"{folder} 里的电子印章读不出来（{fault}），没有盖。请检查 {KEY} 和 {CERTIFICATES}（PEM，密钥不加口令）。") from fault
    if not isinstance(held, ec.EllipticCurvePrivateKey) or chain[0].public_key() != held.public_key():
        raise BadValue(f"{folder} 里的电子印章不能用，没有盖：要椭圆曲线（P-256）密钥，{CERTIFICATES} 里第一张须是它的证书。")
    return Seal(held, chain)


def demo_seal(folder: Path, now: datetime) -> Seal:
    """The seal of a demonstration, made where there is none yet; its name says that it proves nothing."""
    found = kept_seal(folder)
    if found is not None:
        return found
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEMO_NAME)])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=3650)).add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    aside = folder / f"{KEY}.{os.getpid()}"
    aside.touch(mode=0o600)
    aside.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    (folder / CERTIFICATES).write_bytes(made.public_bytes(serialization.Encoding.PEM))
    os.replace(aside, folder / KEY)      # last: a folder with a key is whole
    return Seal(key, (made,))
