"""A closer look at a printed name: rare characters are thought of, common ones are not doubted."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from kiosk_app.capture.geometry import Image as Pixels
from kiosk_app.capture.name_signs import MOST_OTHERS, RareSigns, draw_rare_signs, is_rare, look_closely
from tests.fakes.kiosks import RESOURCES

FONTS = RESOURCES / "fonts"


@pytest.fixture(scope="module")
def rare() -> RareSigns:
    return draw_rare_signs((FONTS / "NotoSansSC-Regular.ttf").read_bytes())


def printed(
    name: str, blur: float = 0.7, face: str = "NotoSansSC-Regular.ttf", label: str = "姓 名 "
) -> Pixels:
    font = ImageFont.truetype(str(FONTS / face), 50)
    picture = Image.new("RGB", (60 * len(label + name) + 40, 84), (226, 238, 240))
    ImageDraw.Draw(picture).text((12, 0), label + name, font=font, fill=(28, 28, 32))
    small = cv2.resize(np.asarray(picture), None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(small, (0, 0), blur).astype(np.uint8, copy=False)


@pytest.mark.parametrize("name", ["林知远", "王伟", "欧阳娜娜", "阿卜杜热合曼·买买提艾力", "朱镕基", "李喆"])
@pytest.mark.parametrize("blur", [0.7, 1.3])
def test_a_name_without_rare_characters_is_not_doubted(rare: RareSigns, name: str, blur: float) -> None:
    seen = look_closely(printed(name, blur), name, rare)
    assert [each.sign for each in seen] == list(name)
    assert not any(each.rare_fits for each in seen)
    assert all(len(each.others) <= MOST_OTHERS and each.sign not in each.others for each in seen)


@pytest.mark.parametrize(
    ("printed_sign", "read_sign"),
    [
        ("𫍯", "诚"),
        ("𫓹", "镇"),
        ("𪨰", "岫"),
        ("𬱖", "頔"),
        ("𬘭", "琳"),
        ("㭎", "枫"),
        ("𬍛", "珠"),
        ("㳘", "流"),
    ],
)
@pytest.mark.parametrize("face", ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"])
def test_a_rare_character_that_was_read_as_its_look_alike_is_thought_of(
    rare: RareSigns, printed_sign: str, read_sign: str, face: str
) -> None:
    seen = look_closely(printed("林" + printed_sign, face=face), "林" + read_sign, rare)
    assert seen[1].rare_fits
    assert seen[1].others[0] == printed_sign
    assert not seen[0].rare_fits


def test_what_was_read_is_never_replaced(rare: RareSigns) -> None:
    seen = look_closely(printed("林𫍯"), "林诚", rare)
    assert "".join(each.sign for each in seen) == "林诚"


def test_where_the_name_is_not_found_again_nothing_is_added(rare: RareSigns) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (40, 300, 3), np.uint8)
    for picture in (noise, np.zeros((1, 1, 3), np.uint8), np.full((60, 400, 3), 255, np.uint8)):
        seen = look_closely(picture, "林知远", rare)
        assert [(each.sign, each.others, each.rare_fits) for each in seen] == [
            (sign, (), False) for sign in "林知远"
        ]
    assert look_closely(printed("林知远"), "", rare) == ()


def test_which_characters_are_rare() -> None:
    assert [sign for sign in "䶮𬱖㛃林喆昇〇·A〓" if is_rare(sign)] == ["䶮", "𬱖", "㛃"]
