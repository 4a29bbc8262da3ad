from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk_app.store import audit, enrolment
from kiosk_app.store.enrolment import Enrolment
from kiosk_app.store.receipts import next_number
from kiosk_app.store.store import Store
from tests.fakes.stores import NOON


def test_numbers_count_by_kiosk_and_day_and_never_come_twice(store: Store) -> None:
    numbers = []
    for at in (NOON, NOON, NOON + timedelta(days=1), NOON):  # the clock was set back for the last one
        with store.database.begin() as session:
            numbers.append(next_number(session, "K03", at))
    assert numbers == ["K03-20261122-0001", "K03-20261122-0002", "K03-20261123-0001", "K03-20261122-0003"]
    with store.database.begin() as session:
        assert next_number(session, "K04", NOON) == "K04-20261122-0001"


def test_the_day_is_the_day_in_china(store: Store) -> None:
    with store.database.begin() as session:
        assert next_number(session, "K1", datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == "K1-20270101-0001"
        assert next_number(session, "K1", datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == "K1-20261231-0001"


def test_a_receipt_number_is_no_case_number(store: Store) -> None:
    with store.database.begin() as session:
        number = next_number(session, "K03", NOON)
    assert re.fullmatch(r"K\d+-\d{8}-\d{4}", number)
    assert not re.search(r"[()（）号]", number)


def test_there_is_one_enrolment(store: Store) -> None:
    first = Enrolment(
        kiosk_id="K03",
        gateway_url="https://court.example",
        court_id="c1",
        court_name="示例区人民法院",
        recipients=("age1a", "age1b"),
        court_jwk={"kty": "OKP", "x": "court"},
        device_jwk={"kty": "OKP", "d": "private"},
        enrolled_at=NOON,
    )
    with store.database.begin() as session:
        assert enrolment.load(session) is None
        enrolment.save(session, first)
        assert enrolment.load(session) == first
        enrolment.save(session, replace(first, court_name="新法院"))
    with store.database.read() as session:
        found = enrolment.load(session)
        assert found
        assert found.court_name == "新法院"
        assert [entry.event for entry in audit.entries(session)] == ["enrolled", "enrolled"]
    assert "private" not in repr(first)
