from __future__ import annotations

import re
from pathlib import Path

from kiosk_app.documents import honesty
from kiosk_app.documents.typeface import Typeface
from tests.fakes import papers
from tests.fakes.papers import SIGNATURE


def test_it_promises_and_names_its_articles(typeface: Typeface, tmp_path: Path) -> None:
    printed = honesty.render(["林知远"], letterhead=papers.letterhead(typeface), signature=SIGNATURE)
    papers.assert_sound(printed.pdf, tmp_path)
    (text,) = papers.pages(printed.pdf)
    for part in ("承诺人：林知远", "第十三条规定的诚信原则", "1.如实陈述", "5.有错就改", "第一百一十五条"):
        assert part in text, part
    assert text.count("2026年11月23日") == 1


def test_it_neither_threatens_nor_predicts(typeface: Typeface) -> None:
    printed = honesty.render(["林知远"], letterhead=papers.letterhead(typeface), signature=None)
    assert not re.search("罚款|拘留|刑事|追究|处罚|后果|责任", papers.text(printed.pdf))


def test_ten_parties_have_ten_lines(typeface: Typeface, tmp_path: Path) -> None:
    names = [f"示范市第{number}建材有限责任公司" for number in range(10)]
    printed = honesty.render(names, letterhead=papers.letterhead(typeface), signature=SIGNATURE)
    papers.assert_sound(printed.pdf, tmp_path)
    text = papers.text(printed.pdf)
    assert text.count("承诺人（签名、盖章或捺印）") == 10
    assert text.count("2026年11月23日") == 1


def test_nobody_named_is_a_line_to_sign_on(typeface: Typeface) -> None:
    text = papers.text(honesty.render([], letterhead=papers.letterhead(typeface), signature=None).pdf)
    assert text.count("承诺人（签名、盖章或捺印）") == 1
