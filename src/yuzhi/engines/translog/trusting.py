"""Public keys by their kind: what a note may be checked with."""

from yuzhi.engines.translog.keys import COSIGNATURE, ED25519, KEY_BYTES, CosignatureVerifier, Ed25519Verifier, parts_of
from yuzhi.engines.translog.sm2 import KIND, POINT_BYTES, Sm2Verifier
from yuzhi.kernel.errors import BadValue

AnyVerifier = Ed25519Verifier | CosignatureVerifier | Sm2Verifier


def verifier_of(written: str) -> AnyVerifier:
    """The key that is written as one word.

    Raises: BadValue where it is no key, or one of a kind that is not read here.
    """
    name, kind_and_key = parts_of(written)
    if kind_and_key.startswith(KIND) and len(kind_and_key) == len(KIND) + POINT_BYTES:
        return Sm2Verifier(name, kind_and_key[len(KIND):])
    if len(kind_and_key) == 1 + KEY_BYTES and kind_and_key[0] == ED25519:
        return Ed25519Verifier(name, kind_and_key[1:])
    if len(kind_and_key) == 1 + KEY_BYTES and kind_and_key[0] == COSIGNATURE:
        return CosignatureVerifier(name, kind_and_key[1:])
    raise BadValue(f"“{name}”的公钥是这里不认识的种类（{kind_and_key[0]:#04x}）。")
