from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from kiosk_app.domain.consent import Consent, ConsentKind
from kiosk_app.domain.errors import Bug
from kiosk_app.domain.findings import Place
from kiosk_app.domain.money import Money
from kiosk_app.domain.signature import Signature
from kiosk_app.domain.values import Answer, Source, Value
from kiosk_app.store import drafts
from kiosk_app.store.draft import Draft, StoredItem, StoredPage
from kiosk_app.store.drafts import VisitEnded
from kiosk_app.store.store import Store
from kiosk_app.store.tables import Slot
from tests.fakes import stores
from tests.fakes.stores import CHIP, NOON, SECRET

VALUES: st.SearchStrategy[Value] = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.dates(),
    st.decimals(0, 10**12, places=2).map(Money),
    st.decimals(0, 100, places=4),
    st.lists(st.text("abc_", min_size=1), max_size=4).map(tuple),
)


def load(store: Store, visit_id: str = "v") -> Draft:
    with store.database.read() as session:
        return drafts.load(session, visit_id)


def test_a_draft_comes_back_whole(store: Store) -> None:
    stores.begin(store, "v")
    draft = load(store)
    assert (draft.visit_id, draft.started_at, draft.filing_id) == ("v", NOON, None)
    assert (draft.form_id, draft.step) == ("loan", "notice")
    assert draft.answers == {"lender": Answer("lender", SECRET, Source.LITIGANT, NOON)}
    assert draft.consents == (Consent(ConsentKind.SENSITIVE_DATA, True, "1", NOON),)
    assert draft.chip == CHIP
    (page,) = draft.pages
    assert page.slot is Slot.EVIDENCE
    assert page.lines[0].box == (1, 2, 30, 40)
    assert page.quad == ((0.0, 0.5), (10.0, 0.0), (10.0, 20.0), (0.0, 20.0))
    assert page.findings[0].facts == (("share", "0.1"),)
    assert page.findings[0].place == Place(0.5, 0.25, 0.1, 0.2)
    assert draft.signatures["complaint"].strokes[0][1].t_ms == 16
    assert draft.drawn["\U000323b0"].strokes == draft.signatures["complaint"].strokes
    with store.open_blob("v", page.original) as stream:
        assert stream.read() == SECRET.encode() * 1000


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=VALUES, source=st.sampled_from(Source), confidence=st.floats(0, 1), confirmed=st.booleans())
def test_every_kind_of_answer_comes_back(
    store: Store, value: Value, source: Source, confidence: float, confirmed: bool
) -> None:
    visit_id = f"v{len(_ids(store))}"
    store.begin_visit(visit_id, NOON, "loan", "notice")
    given_answer = Answer("k", value, source, NOON, confidence, confirmed)
    with store.database.begin() as session:
        drafts.save_answer(session, visit_id, given_answer)
    assert load(store, visit_id).answers == {"k": given_answer}


def _ids(store: Store) -> tuple[str, ...]:
    with store.database.read() as session:
        return drafts.unfinished(session)


def test_the_last_answer_counts_and_one_can_be_taken_back(store: Store) -> None:
    store.begin_visit("v", NOON, "loan", "notice")
    values: tuple[Value, ...] = ("text", date(2026, 1, 2), Money(Decimal(5)))
    for value in values:
        with store.database.begin() as session:
            drafts.save_answer(session, "v", replace(stores.answer("k"), value=value))
    assert load(store).answers["k"].value == Money(Decimal(5))
    with store.database.begin() as session:
        drafts.clear_answer(session, "v", "k")
        drafts.clear_answer(session, "v", "never given")
        drafts.set_step(session, "v", "defendant")
    assert load(store).answers == {}
    assert load(store).step == "defendant"


def test_two_visits_do_not_see_each_other(store: Store) -> None:
    stores.begin(store, "v")
    store.begin_visit("w", NOON + timedelta(minutes=1), "loan", "notice")
    draft = load(store, "w")
    assert [*draft.answers, *draft.consents, *draft.pages, *draft.signatures, *draft.drawn] == []
    with store.database.begin() as session:
        drafts.remove_page(session, "w", "page-of-v")
    assert len(load(store).pages) == 1
    assert _ids(store) == ("v", "w")


def a_page(page_id: str, slot: Slot, position: int, at: datetime = NOON) -> StoredPage:
    item_id = "item" if slot is Slot.EVIDENCE else None
    return StoredPage(page_id, slot, position, f"o-{page_id}", f"c-{page_id}", at, item_id)


def test_pages_come_in_their_order(store: Store) -> None:
    store.begin_visit("v", NOON, "loan", "notice")
    order = [(Slot.ID_FRONT, 0), (Slot.ID_BACK, 0), (Slot.EVIDENCE, 0), (Slot.EVIDENCE, 1)]
    with store.database.begin() as session:
        drafts.save_item(session, "v", StoredItem("item", "借条"))
        for number, (slot, position) in enumerate(reversed(order)):
            drafts.save_page(
                session,
                "v",
                a_page(f"p{number}", slot, position, NOON + timedelta(seconds=number)),
            )
    assert [(page.slot, page.position) for page in load(store).pages] == order
    with store.database.begin() as session:
        drafts.remove_page(session, "v", "p0")
        assert drafts.blobs_of(session, "v") == {f"{kind}-p{n}" for kind in "oc" for n in (1, 2, 3)}
    assert [(page.slot, page.position) for page in load(store).pages] == order[:-1]


def rearranged(store: Store, before: Draft, after: Draft) -> tuple[Draft, list[str]]:
    """What is stored afterwards, and the statements that it took."""
    said: list[str] = []
    with store.database.begin() as session:
        event.listen(
            session.connection(), "before_cursor_execute", lambda _c, _cur, text, *_: said.append(text)
        )
        drafts.rearrange(session, before, after)
    return load(store), [text for text in said if not text.startswith("SELECT")]


def test_only_what_changed_is_written(store: Store) -> None:
    stores.begin(store, "v")
    empty = load(store).with_pages(())
    pages = [replace(load(store).pages[0], id=f"p{n}", position=n) for n in range(5)]
    full, _ = rearranged(store, load(store), empty.with_pages(pages))
    assert [page.id for page in full.pages] == ["p0", "p1", "p2", "p3", "p4"]

    moved = full.with_pages([replace(page, position=9 - page.position) for page in full.pages])
    stored, said = rearranged(store, full, moved)
    assert [page.id for page in stored.pages] == ["p4", "p3", "p2", "p1", "p0"]
    assert len(said) == 1
    assert "lines" not in said[0]
    assert stored == moved
    assert rearranged(store, stored, stored) == (stored, [])

    out = stored.with_pages(replace(p, removal=1) if p.id == "p2" else p for p in stored.pages)
    out = replace(out, items={**out.items, "i2": StoredItem("i2", "转账凭证", "证明")})
    after, _ = rearranged(store, stored, out)
    assert [page.id for page in after.removed] == ["p2"]
    assert after.items["i2"].title == "转账凭证"
    remade = replace(after.pages[0], cleaned="new", findings=())
    again, _ = rearranged(store, after, after.with_pages((remade, *after.pages[1:])))
    assert (again.pages[0].cleaned, again.removed) == ("new", ())
    with store.database.read() as session:
        assert drafts.load(session, "v", again) == again


@pytest.mark.parametrize(
    "wrong", [{"quarter_turns": 4}, {"position": -1}, {"item_id": None}, {"slot": Slot.ID_BACK}]
)
def test_an_impossible_page_is_refused(store: Store, wrong: dict[str, object]) -> None:
    stores.begin(store, "v")
    page = replace(load(store).pages[0], **wrong)  # type: ignore[arg-type]
    with pytest.raises(Bug, match="ck_pages"), store.database.begin() as session:
        drafts.save_page(session, "v", page)


def test_signatures_can_be_taken_off(store: Store) -> None:
    stores.begin(store, "v")
    with store.database.begin() as session:
        drafts.clear_signatures(session, "v")
    assert load(store).signatures == {}


def test_a_visit_is_bound_to_one_filing_only(store: Store) -> None:
    store.begin_visit("v", NOON, "loan", "notice")
    with store.database.begin() as session:
        assert drafts.reserve(session, "v", "f1", "K03-1") == ("f1", "K03-1")
        assert drafts.reserve(session, "v", "f2", "K03-2") == ("f1", "K03-1")
    assert (load(store).filing_id, load(store).receipt_number) == ("f1", "K03-1")


CHANGES: dict[str, Callable[[Session], object]] = {
    "step": lambda session: drafts.set_step(session, "v", "x"),
    "answer": lambda session: drafts.save_answer(session, "v", stores.answer()),
    "clear": lambda session: drafts.clear_answer(session, "v", "lender"),
    "consent": lambda session: drafts.save_consent(
        session, "v", Consent(ConsentKind.MEDIATION, False, "1", NOON)
    ),
    "page": lambda session: drafts.save_page(session, "v", StoredPage("p", Slot.ID_BACK, 0, "o", None, NOON)),
    "item": lambda session: drafts.save_item(session, "v", StoredItem("i", "借条")),
    "remove": lambda session: drafts.remove_page(session, "v", "page-of-v"),
    "sign": lambda session: drafts.save_signature(session, "v", "complaint", Signature((), 1.0, NOON)),
    "draw": lambda session: drafts.save_drawn(session, "v", "\U000323b0", Signature((), 1.0, NOON)),
    "sign otherwise": lambda session: drafts.clear_signature(session, "v", "complaint"),
    "unsign": lambda session: drafts.clear_signatures(session, "v"),
    "reserve": lambda session: drafts.reserve(session, "v", "f", "K03-1"),
    "load": lambda session: drafts.load(session, "v"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("begun", [True, False])
def test_nothing_revives_an_ended_visit(store: Store, change: str, begun: bool) -> None:
    if begun:
        stores.begin(store, "v")
        store.end_visit("v", NOON)
    with pytest.raises(VisitEnded), store.database.begin() as session:
        CHANGES[change](session)


def test_one_character_is_drawn_at_a_time(store: Store) -> None:
    store.begin_visit("v", NOON, "loan", "notice")
    with pytest.raises(Bug, match="ck_drawn_characters_character"), store.database.begin() as session:
        drafts.save_drawn(session, "v", "王明", Signature((), 1.0, NOON))


@pytest.mark.parametrize("confidence", [-0.1, 1.1])
def test_an_impossible_confidence_is_refused(store: Store, confidence: float) -> None:
    store.begin_visit("v", NOON, "loan", "notice")
    with pytest.raises(Bug, match="ck_answers_confidence"), store.database.begin() as session:
        drafts.save_answer(session, "v", replace(stores.answer(), confidence=confidence))


def test_a_moment_without_time_zone_is_a_bug(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"):
        store.begin_visit("v", NOON.replace(tzinfo=None), "loan", "notice")
