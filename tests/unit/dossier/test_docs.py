"""The worked example of docs/dossier.md can be checked by hand; so it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kiosk_app.court.protocol.signing import SignatureDoesNotVerify, parse_signing_key, verify_detached

PAGE = Path(__file__).parents[3] / "docs" / "dossier.md"


def test_worked_example() -> None:
    page = PAGE.read_text()
    (signature,) = re.findall(r"^eyJ\S+$", page, re.MULTILINE)
    (jwk,) = re.findall(r'^\{"kty".*\}$', page, re.MULTILINE)
    payload = "".join(f"{line}\n" for line in re.findall(r"^[0-9a-f]{64}  .+$", page, re.MULTILINE))
    key = parse_signing_key(json.loads(jwk), private=False)
    verify_detached(signature, payload.encode(), key)
    with pytest.raises(SignatureDoesNotVerify):
        verify_detached(signature, payload.replace("  bagit", "  Bagit").encode(), key)
