"""Fictional persons. Born in the nineteenth century, so that no number belongs to anyone living."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from kiosk_app.domain.identity import Sex, check_character


@dataclass(frozen=True, slots=True)
class Person:
    """Everything a resident identity card says. ``valid`` is as printed."""

    name: str
    sex: Sex
    ethnicity: str
    birth: date
    address: str
    number: str
    authority: str
    valid: str


LENDER = Person(
    name="林知远",
    sex=Sex.MALE,
    ethnicity="汉",
    birth=date(1896, 2, 29),
    address="北京市东城区示例胡同18号院2号楼3单元401室",
    number="110101189602290017",
    authority="北京市公安局东城分局",
    valid="2016.08.08-长期",
)
"""Vector 3 of our legal notes."""

BORROWER_NAME = "周明川"

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉萍红玲建国文博思雨子涵浩然欣怡梓轩晨曦佳琪"
_PLACES = (
    ("110101", "北京市东城区", "北京市公安局东城分局"),
    ("310104", "上海市徐汇区", "上海市公安局徐汇分局"),
    ("440304", "广东省深圳市福田区", "深圳市公安局福田分局"),
    ("610113", "陕西省西安市雁塔区", "西安市公安局雁塔分局"),
    ("210102", "辽宁省沈阳市和平区", "沈阳市公安局和平分局"),
    ("510105", "四川省成都市青羊区", "成都市公安局青羊分局"),
    ("650105", "新疆维吾尔自治区乌鲁木齐市水磨沟区", "乌鲁木齐市公安局水磨沟区分局"),
    ("330106", "浙江省杭州市西湖区", "杭州市公安局西湖区分局"),
)
_STREETS = "人民路 解放大道 中山北路 文化街 建设巷 和平里 青年路 滨河东路 光明街 学府路".split()
_ETHNICITIES = "汉 汉 汉 汉 回 满 壮 维吾尔 土家 哈萨克 朝鲜 柯尔克孜".split()


def person(seed: int) -> Person:
    """A person of their own for each seed."""
    rng = np.random.default_rng(seed)
    region, place, authority = _PLACES[rng.integers(len(_PLACES))]
    birth = date(1880, 1, 1) + timedelta(days=int(rng.integers(0, 19 * 365)))
    sequence = int(rng.integers(1, 1_000))
    first_17 = f"{region}{birth:%Y%m%d}{sequence:03}"
    given = "".join(rng.choice(list(_GIVEN), rng.integers(1, 3), replace=False))
    street, house = _STREETS[rng.integers(len(_STREETS))], rng.integers(1, 300)
    flat = f"{rng.integers(1, 30)}幢{rng.integers(1, 5)}单元{rng.integers(101, 2804)}室"
    issued = date(2006, 1, 1) + timedelta(days=int(rng.integers(0, 18 * 365)))
    return Person(
        name=_SURNAMES[rng.integers(len(_SURNAMES))] + given,
        sex=Sex.MALE if sequence % 2 else Sex.FEMALE,
        ethnicity=_ETHNICITIES[rng.integers(len(_ETHNICITIES))],
        birth=birth,
        address=f"{place}{street}{house}号" + (flat if rng.random() < 0.7 else ""),
        number=first_17 + check_character(first_17),
        authority=authority,
        valid=f"{issued:%Y.%m.%d}-长期",
    )
