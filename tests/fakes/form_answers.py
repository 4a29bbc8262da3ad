"""What visitors may answer to any form: strategies over the form language, as text that is typed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kiosk_app.domain.values import Answer, Source
from kiosk_app.forms.answers import parse
from kiosk_app.forms.condition import holds
from kiosk_app.forms.question import Form, Kind, Question
from kiosk_app.forms.unroll import unroll

_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
_HAN = st.sampled_from("王李张刘陈杨赵黄周吴林知远明川守义䶮𬱖㛃𠮷·北京市示范区光明路号借款还工资房屋")
_NAMES = st.text(_HAN, min_size=2, max_size=12)
_WORDS = st.one_of(
    st.text(_HAN, min_size=1, max_size=60),
    st.sampled_from(
        [
            "2024年3月1日在家里写的，见证人是邻居。",
            "第一段。\n\n第二段：金额50,000.00元（大写伍万元整）！",
            "a" * 120,
            "emoji 🙂 和 عربي mixed",
            "{claims.principal} [不是记号] #1 100% <b>&amp;</b>",
        ]
    ),
)
_DAYS = st.dates(date(1925, 1, 1), date(2099, 12, 31)).map(date.isoformat)

_TYPED: dict[Kind, SearchStrategy[str]] = {
    Kind.NAME: _NAMES,
    Kind.TEXT: _WORDS,
    Kind.LONG_TEXT: st.one_of(_WORDS, st.just("事" * 900)),
    Kind.ADDRESS: _WORDS,
    Kind.PHONE: st.sampled_from(["13800138000", "010-12345678", "+85212345678"]),
    Kind.RESIDENT_ID: st.sampled_from(["11010519491231002X", "110105194912310021", "E12345678"]),
    Kind.POSTCODE: st.just("100000"),
    Kind.CASE_NUMBER: st.sampled_from(["(2026)京0105民初12345号", "朝民初字第1号"]),
    Kind.DATE: _DAYS,
    Kind.PERIOD: st.tuples(_DAYS, _DAYS).map(lambda days: "/".join(sorted(days))),
    Kind.MONEY: st.integers(0, 10**11).map(lambda fen: f"{fen // 100}.{fen % 100:02}"),
    Kind.PERCENT: st.sampled_from(["0", "6", "3.85", "15.4", "36"]),
    Kind.NUMBER: st.sampled_from(["0", "1", "30", "10000", "2.5"]),
}


def typed(question: Question) -> SearchStrategy[str]:
    """What may be typed or touched as the answer to a question."""
    if question.kind is Kind.CHOICES:
        ids = st.sampled_from([choice.id for choice in question.choices])
        return st.lists(ids, min_size=1, unique=True).map("|".join)
    if question.choices:
        return st.sampled_from([choice.id for choice in question.choices])
    return _TYPED[question.kind]


@st.composite
def filled(draw: DrawFn, declared: Form) -> dict[str, str]:
    """Answers to a declared form, by key: some left out, some groups with several, none that is not asked."""
    several = {group.key: draw(st.integers(1, min(3, group.most))) for group in declared.groups}
    form = unroll(declared, several)
    often = draw(st.sampled_from([0.3, 0.8, 1.0]))
    texts: dict[str, str] = {}
    answers: dict[str, Answer] = {}
    for question in form.questions():
        if not holds(question.when, answers) or draw(st.floats(0, 1)) > often:
            continue
        texts[question.key] = draw(typed(question))
        value = parse(question, texts[question.key])
        answers[question.key] = Answer(question.key, value, Source.LITIGANT, _NOON)
    return texts
