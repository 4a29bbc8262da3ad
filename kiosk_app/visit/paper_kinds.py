"""Which papers there are, which filings want them, and how each is drawn: a table.

What is signed declares something or asks for something; what is only read tells the visitor something, or
waits for a seal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk_app.content.library import Library
from kiosk_app.documents import (
    address_confirmation,
    complaint,
    consents,
    evidence_list,
    fee_table,
    honesty,
    missing_notice,
    power_of_attorney,
    representative_certificate,
    typeface,
)
from kiosk_app.documents import fee_relief as relief_paper
from kiosk_app.documents.consents import Asked
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import Letterhead
from kiosk_app.domain.errors import Bug
from kiosk_app.domain.filing import Filing
from kiosk_app.domain.party import Organization
from kiosk_app.domain.signature import DrawnCharacters, Signature
from kiosk_app.forms.answers import Answers
from kiosk_app.forms.element_table import fill
from kiosk_app.forms.question import Form
from kiosk_app.forms.sums import fee_choice, total
from kiosk_app.visit import assemble
from kiosk_app.visit import consents as asked_consents
from kiosk_app.visit.fee_relief import fee_relief, is_asked_for
from kiosk_app.visit.parts import Say
from kiosk_app.visit.remarks import remarks


@dataclass(frozen=True, slots=True)
class Matter:
    """What drawing any of the papers needs."""

    filing: Filing
    form: Form
    library: Library
    letterhead: Letterhead
    say: Say

    @property
    def defendants(self) -> list[str]:
        return [party.name for party in self.filing.defendants]

    @property
    def own_letterhead(self) -> Letterhead:
        """For what this kiosk's court receives, whichever court is asked to hear the case."""
        return replace(self.letterhead, court=self.filing.court.name)


def _complaint(matter: Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    computed = assemble.computed_cells(matter.form, filing.answers, filing.evidence)
    return complaint.render(
        fill(matter.form, filing.answers, computed),
        plaintiffs=[party.name for party in filing.plaintiffs],
        letterhead=matter.letterhead,
        signature=signature,
    )


def _evidence_list(matter: Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    return evidence_list.render(
        filing.evidence, submitter=plaintiffs_of(filing), letterhead=matter.letterhead, signature=signature
    )


def _address_confirmation(matter: Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    return address_confirmation.render(
        filing.service_address,
        party=plaintiffs_of(filing),
        role="原告",
        notices=matter.library.service_notices,
        letterhead=matter.letterhead,
        signature=signature,
    )


def _power_of_attorney(matter: Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    return power_of_attorney.render(
        filing.agents,
        principals=filing.plaintiffs,
        defendants=matter.defendants,
        letterhead=matter.letterhead,
        signature=signature,
    )


def _honesty(matter: Matter, signature: Signature | None) -> Printed:
    names = [party.name for party in matter.filing.plaintiffs]
    return honesty.render(names, letterhead=matter.letterhead, signature=signature)


def _fee_relief(matter: Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    relief = fee_relief(matter.form, filing.answers)
    if relief is None:
        raise Bug("the application is drawn only where it is asked for")
    return relief_paper.render(
        relief,
        applicants=filing.plaintiffs,
        defendants=matter.defendants,
        claimed=filing.claim_total,
        fee=filing.fee,
        letterhead=matter.own_letterhead,
        signature=signature,
    )


def _representative(matter: Matter) -> Printed | None:
    first = next(iter(matter.filing.plaintiffs), None)
    if not isinstance(first, Organization):
        return None
    return representative_certificate.render(first, letterhead=matter.letterhead)


def _online_consents(matter: Matter) -> Printed | None:
    asked = asked_consents.online(matter.library.notices, matter.form, matter.filing)
    return _consents(matter, consents.ONLINE, asked)


def _mediation(matter: Matter) -> Printed | None:
    return _consents(matter, consents.MEDIATION, asked_consents.mediation(matter.form, matter.filing))


def _consents(matter: Matter, about: consents.Matter, asked: Sequence[Asked]) -> Printed | None:
    if not asked:
        return None
    # It is this court that asked, and that is told of a change of mind.
    party = plaintiffs_of(matter.filing)
    return consents.render(about, asked, party=party, letterhead=matter.own_letterhead)


def _fee_table(matter: Matter) -> Printed | None:
    filing, form = matter.filing, matter.form
    if not fee_table.is_computed(filing.fee):
        return None
    key = fee_choice(form, filing.answers).amount
    counted = total(form, key, filing.answers) if key and filing.fee.rule.by_amount else None
    return fee_table.render(filing.fee, counted, party=plaintiffs_of(filing), letterhead=matter.letterhead)


def _missing(matter: Matter) -> Printed | None:
    found = remarks(matter.filing, matter.form, matter.say)
    if not found:
        return None
    party = plaintiffs_of(matter.filing)
    return missing_notice.render(found, party=party, letterhead=matter.own_letterhead)


def _plaintiff_names(filing: Filing) -> Mapping[str, str]:
    return {"原告": "".join(party.name for party in filing.plaintiffs)}


def _first_name(filing: Filing) -> Mapping[str, str]:
    return {"原告": "".join(party.name for party in filing.plaintiffs[:1])}


def _both_sides(filing: Filing) -> Mapping[str, str]:
    return {**_plaintiff_names(filing), "被告": "".join(party.name for party in filing.defendants)}


def _all_parties(filing: Filing) -> Mapping[str, str]:
    return {**_both_sides(filing), "第三人": "".join(party.name for party in filing.third_parties)}


def _with_agents(filing: Filing) -> Mapping[str, str]:
    return {**_both_sides(filing), "代理人": "".join(agent.name for agent in filing.agents)}


def _always(_answers: Answers) -> bool:
    return True


def _has_agent(answers: Answers) -> bool:
    """Nobody signs a power of attorney for nobody: an agent without a name gets none."""
    return bool(assemble.agents(answers))


@dataclass(frozen=True, slots=True)
class ToSign:
    """A sort of paper that is signed, and which answers call for it."""

    title: str
    draw: Callable[[Matter, Signature | None], Printed]
    is_wanted: Callable[[Answers], bool] = _always
    names: Callable[[Filing], Mapping[str, str]] = _plaintiff_names
    """Whose names stand on it, all the characters of a role under its name."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A sort of paper that is only read; None is drawn where it has nothing to say."""

    title: str
    draw: Callable[[Matter], Printed | None]
    names: Callable[[Filing], Mapping[str, str]] = _plaintiff_names


TO_SIGN: Mapping[str, ToSign] = {
    "complaint": ToSign("民事起诉状", _complaint, names=_all_parties),
    "evidence_list": ToSign("证据清单", _evidence_list),
    "service_address": ToSign("送达地址确认书", _address_confirmation),
    "power_of_attorney": ToSign(power_of_attorney.TITLE, _power_of_attorney, _has_agent, _with_agents),
    "honesty": ToSign(honesty.TITLE, _honesty),
    "fee_relief": ToSign(relief_paper.TITLE, _fee_relief, is_asked_for, _both_sides),
}
TO_READ: Mapping[str, ToRead] = {
    "representative_certificate": ToRead(representative_certificate.TITLE, _representative, _first_name),
    "online_consents": ToRead(consents.ONLINE.title, _online_consents),
    "mediation": ToRead(consents.MEDIATION.title, _mediation),
    "fee_table": ToRead(fee_table.TITLE, _fee_table),
    "missing_notice": ToRead(missing_notice.TITLE, _missing),
}


def to_sign(answers: Answers) -> tuple[str, ...]:
    """The ids of the papers that these answers want signed, in order, each on its own. ``answers`` are those
    that go on paper."""
    return tuple(id for id, sort in TO_SIGN.items() if sort.is_wanted(answers))


def letterhead_of(fonts: Path, filing: Filing, drawn: DrawnCharacters) -> Letterhead:
    """What all papers of a filing have in common. Raises FontMissing."""
    face = typeface.load(fonts, drawn=drawn)
    return Letterhead(filing.addressed_to.name, filing.cause.name, filing.prepared, filing.id, face)


def plaintiffs_of(filing: Filing) -> str:
    """Those who file, as one line."""
    return "、".join(party.name for party in filing.plaintiffs)
