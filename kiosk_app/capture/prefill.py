"""The lines of one paper → what sort of paper it is and what it says: who, to whom, how much, when.

A fact is ``certain`` only where nothing on the paper speaks against it: figures and 大写 agree, a name has
clean ends and stands the same wherever it stands, there is one day and not two. Everything is a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kiosk_app.capture import paper_tables as tables
from kiosk_app.capture.chinese_dates import find_days, find_periods, find_rates, find_spans
from kiosk_app.capture.heading import heading
from kiosk_app.capture.names import Name, is_common, is_person, name_after, name_before
from kiosk_app.capture.ocr import Line
from kiosk_app.capture.paper_amounts import amounts_of
from kiosk_app.capture.paper_text import SURE, SURE_ALONE, PaperText, fact_at, paper_text
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.identity import InvalidResidentId, ResidentId
from kiosk_app.domain.paper import Fact, FactName, PaperSort

_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_ID_REACH = 40
_NAME_TO_ID = re.compile(
    r"[\s(（，,、:：]*(?:[男女][，,、]?)?(?:[汉满回壮苗]族[，,、]?)?(?:公民|居民|的)?身份证?(?:号码|编号|件号|号)*[\s:：为是]*"
)
"""What may stand between a name and the number of that person, and nothing else may."""
_TITLE_MORE = 6
_DUE = re.compile(
    r"(?:之?前|当天|当日)?(?:一次性|全部|一次|连本带利|足额|全额|本息)*(?:归还|还清|偿还|付清|还款|还本|结清|还完)"
)
_TELLS = re.compile(r"(?:[，,]|当日|当天)?(?:向|借|出借|收|今|本人|我|经|因|欠|转|由|支付)")
"""What follows a day in a sentence that tells what happened on it. Others are days to come."""
_TIME_AND_END = re.compile(r"(?:\d{1,2}[:时]\d{1,2}(?::\d{2}|分)?)?(?=[\n\t]|\Z)")
_LATE = re.compile(r"逾期|违约|罚|滞纳")
_At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper says. The first fact of a name is the likeliest; several of one name contradict each
    other, but for parties of an accident."""

    sort: PaperSort
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    head: Line | None = None
    """What on the page says what it is."""
    sure: bool = True
    """Whether nothing on it says that it is, or holds, another paper too."""

    def first(self, name: FactName) -> Fact | None:
        return next((fact for fact in self.facts if fact.name is name), None)


def read_facts(
    lines: Iterable[Line], size_px: tuple[int, int], sort: PaperSort = PaperSort.UNKNOWN
) -> PaperFacts:
    """What the lines of an upright page say; ``size_px`` is its width and height.

    ``sort`` is what the paper is if the page itself does not say so, such as a contract's second page.
    Any lines give an answer, in bounded time: a blank page and foreign scripts give none.
    """
    lines = tuple(lines)
    paper = paper_text(lines)
    told, sure, at = sort_of(paper)
    head = _line_at(paper, at) if at else heading(lines, size_px)
    if told is PaperSort.UNKNOWN:
        told = PaperSort.RECEIPT if sort is PaperSort.REPAYMENT else sort
    if told is PaperSort.UNKNOWN:
        return PaperFacts(told, head=head)
    parties = [*_parties(paper, told)]
    amounts, findings = amounts_of(paper, told, size_px)
    facts = [*parties, *_numbers(paper, parties), *amounts, *_days(paper, told), *_terms(paper, told)]
    if not sure:
        facts = [replace(fact, certain=False) for fact in facts]
    if told is PaperSort.RECEIPT and re.search(tables.PAYS_A_DEBT, paper.text):
        told = PaperSort.REPAYMENT
    return PaperFacts(told, tuple(facts), findings, head, sure)


# What it is -----------------------------------------------------------------------------------------


def sort_of(paper: PaperText) -> tuple[PaperSort, bool, _At | None]:
    """What sort of paper it is, whether nothing on it says otherwise (two heads are two papers), and where
    in the text it says so."""
    for part in (r"[^\n]+", r"[^\n\t]+"):  # the two signs of a head may stand apart
        heads = [
            (sort, match.span())
            for match in re.finditer(part, paper.text)
            for sort in _head(match[0].replace("\t", ""))
        ]
        if heads:
            return heads[0][0], len({sort for sort, _ in heads}) == 1, heads[0][1]
    for sort, words in tables.BODIES.items():
        if match := re.search(words, paper.text):
            return sort, True, match.span()
    return PaperSort.UNKNOWN, True, None


def _line_at(paper: PaperText, at: _At) -> Line:
    text = re.sub(r"\s", "", paper.text[slice(*at)])
    return Line(text, paper.confidence(*at), paper.box(*at))


def _head(segment: str) -> Iterator[PaperSort]:
    if any(sign in segment for sign in "，。；？！:"):
        return
    for sort, titles in tables.TITLES.items():
        if any(title in segment and len(segment) <= len(title) + _room(title) for title in titles):
            yield sort
            return


def _room(title: str) -> int:
    """How much more may stand in a head: a bank's name before its receipt, little beside two signs."""
    return 2 * _TITLE_MORE if len(title) > 3 else 3


# Who ------------------------------------------------------------------------------------------------


def _parties(paper: PaperText, sort: PaperSort) -> Iterator[Fact]:
    """Each party once, or several times where the paper contradicts itself."""
    said: dict[FactName, list[Name]] = {}
    signed: list[Name] = []
    for role, name, is_signature in _labelled(paper, sort):
        said.setdefault(role, []).append(name)
        if is_signature:
            signed.append(name)
    for role, name in (*_in_sentences(paper, sort), *_letterhead(paper, sort)):
        said.setdefault(role, []).append(name)
    signer = tables.SIGNER.get(sort)
    if signer and (alone := _signature_alone(paper)):
        signed.append(alone)
        said.setdefault(signer, []).append(alone)
    if signer is None:
        signed += _signatures(paper)
    known = {name.value for names in (*said.values(), signed) for name in names}
    # A print on the last sign of a signature leaves another name.
    cut = {name for name in known if any(name != other and name in other for other in known)}
    roles = [name.value for names in said.values() for name in {name.value: name for name in names}.values()]
    for role, names in said.items():
        yield from _agreed(
            paper, sort, role, names, doubtful=lambda value: roles.count(value) > 1 or value in cut
        )
    yield from _agreed(paper, sort, FactName.SIGNED, signed, doubtful=cut.__contains__)


def _agreed(
    paper: PaperText, sort: PaperSort, role: FactName, names: list[Name], doubtful: Callable[[str], bool]
) -> Iterator[Fact]:
    """The names given for one role: certain where they are one and the same."""
    distinct = {name.value: name for name in reversed(names)}
    for value in dict.fromkeys(name.value for name in names):
        name = distinct[value]
        same = [each for each in names if each.value == value]
        confidence = max(paper.confidence(each.start, each.end) for each in same)
        least = SURE if len(same) > 1 else SURE_ALONE
        several = role is FactName.PARTY or (role is FactName.SIGNED and sort not in tables.SIGNER)
        alone = (len(distinct) == 1 or several) and is_common(value)
        certain = alone and any(each.clean for each in same) and confidence >= least
        # Nobody lends to themselves.
        yield fact_at(paper, role, value, name.start, name.end, confidence, certain and not doubtful(value))


def _labelled(paper: PaperText, sort: PaperSort) -> Iterator[tuple[FactName, Name, bool]]:
    """Names behind a label: 借款人：周明川, 出借人（甲方）：…, 付款人户名｜…, 借款人（签名）周明川."""
    for role, words in tables.ROLES.get(sort, {}).items():
        label = (
            rf"(?:甲方|乙方|丙方)?[(（]?(?:{words})[)）]?(?:[(（][^()（）\n\t]{{0,10}}[)）])?"
            r"(?P<sign>(?:\t(?=户名|名称|全称|姓名)|签名|签字|签章|盖章|捺印|姓名|名称|户名|全称|或|及|并|[(（]|[)）]|/|指印|按手印|手印)*)[:：\t]+"
        )
        bare = rf"(?:^|(?<=[\n\t]))(?:{words})(?=[^:：\n\t]{{2,4}}(?:[\n\t]|$))"
        for pattern, is_bare in ((label, False), (bare, True)):
            for match in re.finditer(pattern, paper.text):
                name = name_after(paper.text, match.end())
                if name is None:
                    continue
                if is_bare and name.end < len(paper.text) and paper.text[name.end] not in "\n\t":
                    continue
                if match[0].startswith("对方"):
                    role, name = _counterpart(paper, role, name)
                last_part = match.start() > len(paper.text) // 2
                yield role, name, last_part and sort in tables.SIGNER


def _counterpart(paper: PaperText, role: FactName, name: Name) -> tuple[FactName, Name]:
    """The other one on a bill of one's own: who got it where money went, who paid where it came."""
    signs = set(re.findall(r"(?:^|[\n\t])([-+])[¥￥]?\d", paper.text))
    if signs == {"+"}:
        return FactName.PAYER, name
    return role, name if signs == {"-"} else replace(name, clean=False)


def _letterhead(paper: PaperText, sort: PaperSort) -> Iterator[tuple[FactName, Name]]:
    """The organisation that stands alone in the first row of its paper."""
    first = paper.text.partition("\n")[0]
    role, name = tables.LETTERHEADS.get(sort), name_after(paper.text, 0)
    if role and name and name.end == len(first) > 4:
        yield role, name


def _signatures(paper: PaperText) -> list[Name]:
    """The names behind the words for a signature, on papers that several people sign."""
    ends = (match.end() for match in re.finditer(tables.SIGNATURES, paper.text))
    return [name for end in ends if (name := name_after(paper.text, end))]


def _in_sentences(paper: PaperText, sort: PaperSort) -> Iterator[tuple[FactName, Name]]:
    taken: list[tuple[int, int]] = []
    for anchor, before, behind in tables.ANCHORS.get(sort, ()):
        for match in re.finditer(anchor, paper.text):
            for role, name in (
                (before, name_before(paper.text, match.start())),
                (behind, name_after(paper.text, match.end())),
            ):
                if role and name and all(name.end <= start or end <= name.start for start, end in taken):
                    taken.append((name.start, name.end))
                    yield role, name


def _signature_alone(paper: PaperText) -> Name | None:
    """A name that stands alone in its line beside or above the day at the foot of the paper."""
    parts = [(part.group(), part.start()) for part in re.finditer(r"[^\n\t]+", paper.text)]
    for (text, start), (following, _) in pairwise(parts):
        if start < len(paper.text) // 3 or not is_person(text) or len(text) > 3:
            continue
        if any(
            found.text == following.rstrip("日号") or found.text == following
            for found in find_days(following)
        ):
            return Name(text, start, start + len(text), True)
    return None


def _numbers(paper: PaperText, parties: list[Fact]) -> Iterator[Fact]:
    """Identity numbers whose check digit holds, each with the person behind whose name it stands."""
    roles = {fact.value: tables.NUMBERS[fact.name] for fact in parties if fact.name in tables.NUMBERS}
    for match in _ID.finditer(paper.text):
        try:
            number = ResidentId.parse(match[0])
        except InvalidResidentId:
            continue
        before = paper.text[max(0, match.start() - _ID_REACH) : match.start()]
        own = (name for name in roles if _NAME_TO_ID.fullmatch(before.rpartition(str(name))[2]))
        near = next((name for name in own if str(name) in before), None)
        role = roles[near] if near is not None else FactName.ID_NUMBER
        confidence = paper.confidence(*match.span())
        yield fact_at(paper, role, number.number, *match.span(), confidence, confidence >= SURE)


# When -----------------------------------------------------------------------------------------------


def _days(paper: PaperText, sort: PaperSort) -> Iterator[Fact]:
    """From when, until when, and the day of the paper: one behind the label of the matter goes before one
    that stands alone or behind a label, and that before one in a sentence."""
    text = paper.text
    matter = tables.MATTER_DATE_LABELS.get(sort, "")
    spans = [(found.value, (found.start, found.end)) for found in find_spans(text) if found.value]
    days = [
        (found.value, (found.start, found.end))
        for found in find_days(text)
        if isinstance(found.value, date) and not any(at[0] <= found.start < at[1] for _, at in spans)
        and not _is_labelled(text, found.start, tables.OTHER_DATE_LABELS)
    ]  # fmt: skip
    # Of a day that stands several times, the likeliest place counts: the last one wins.
    days.sort(key=lambda each: (_is_matter(text, each[1], matter), _is_of_paper(text, each[1])))
    due = {day: at for day, at in days if _is_due(text, at)}
    written = {day: at for day, at in days if not _is_due(text, at)}
    first = {day: at for day, at in written.items() if _is_of_paper(text, at)}
    if own := {day: at for day, at in written.items() if _is_matter(text, at, matter)}:
        first = written = own
    told = {day for day, at in written.items() if day in first or _TELLS.match(text, at[1])}
    yield from _one_of(paper, FactName.FROM, {span.start: at for span, at in spans})
    yield from _one_of(paper, FactName.DUE, {span.end: at for span, at in spans} | due)
    for fact in _one_of(paper, FactName.DATE, first | written):
        yield replace(fact, certain=fact.certain and fact.value in told)


def _one_of(paper: PaperText, name: FactName, days: Mapping[date, _At]) -> Iterator[Fact]:
    for day, at in days.items():
        confidence = paper.confidence(*at)
        yield fact_at(paper, name, day, *at, confidence, len(days) == 1 and confidence >= SURE)


def _is_due(text: str, at: _At) -> bool:
    return bool(_DUE.match(text, at[1])) or _is_labelled(text, at[0], tables.DUE_LABELS)


def _is_of_paper(text: str, at: _At) -> bool:
    before = text[at[0] - 1] if at[0] else "\n"
    alone = before in "\n\t" and bool(_TIME_AND_END.match(text, at[1]))
    return alone or _is_labelled(text, at[0], tables.DATE_LABELS)


def _is_matter(text: str, at: _At, labels: str) -> bool:
    return bool(labels) and _is_labelled(text, at[0], labels)


def _is_labelled(text: str, start: int, labels: str) -> bool:
    return bool(re.search(rf"(?:{labels})[:：\t\n为是于在]{{0,3}}\Z", text[max(0, start - 12) : start]))


# On what terms --------------------------------------------------------------------------------------


def _terms(paper: PaperText, sort: PaperSort) -> Iterator[Fact]:
    text = paper.text
    rates = [
        found for found in find_rates(text) if not _LATE.search(text[max(0, found.start - 12) : found.start])
    ]
    one = len({found.value for found in rates}) == 1
    for found in {found.value: found for found in reversed(rates)}.values():
        if found.value is None:
            continue
        at = found.start, found.end
        confidence = paper.confidence(*at)
        certain = one and confidence >= SURE
        yield fact_at(paper, FactName.RATE, found.value.percent, *at, confidence, certain)
        yield fact_at(paper, FactName.RATE_PERIOD, str(found.value.per), *at, confidence, certain)
    for period in find_periods(text):
        confidence = paper.confidence(period.start, period.end)
        yield fact_at(paper, FactName.PERIOD, period.text, period.start, period.end, confidence, False)
    yield from _delivery(paper, sort)


def _delivery(paper: PaperText, sort: PaperSort) -> Iterator[Fact]:
    """How the money was handed over. A bank's record of a transfer is one."""
    ways = {way: re.search(words, paper.text) for way, words in tables.DELIVERIES.items()}
    found = {way: match for way, match in ways.items() if match}
    if sort is PaperSort.TRANSFER:
        found = {way: match for way, match in found.items() if way == "transfer"}
    for way, match in found.items():
        confidence = paper.confidence(*match.span())
        yield fact_at(
            paper, FactName.DELIVERY, way, *match.span(), confidence, len(found) == 1 and confidence >= SURE
        )
