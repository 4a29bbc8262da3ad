from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.domain.findings import Place

HUNDREDTHS = st.integers(0, 40).map(lambda hundredths: hundredths / 100)
PLACES = st.builds(Place, HUNDREDTHS, HUNDREDTHS, HUNDREDTHS, HUNDREDTHS)


@pytest.mark.parametrize("turns", range(-1, 5))
def test_a_place_turns_with_its_page(turns: int) -> None:
    page = np.zeros((40, 20), int)
    page[4:8, 12:18] = 1
    turned = np.rot90(page, turns)
    y, x = np.nonzero(turned)
    height, width = turned.shape
    place = Place(0.6, 0.1, 0.3, 0.1).turned(turns)
    assert (place.left, place.top) == pytest.approx((x.min() / width, y.min() / height))
    assert (place.width, place.height) == pytest.approx(
        (np.ptp(x) / width + 1 / width, (np.ptp(y) + 1) / height)
    )


@given(PLACES, st.integers(0, 3))
def test_a_turned_place_stays_on_the_page(place: Place, turns: int) -> None:
    turned = place.turned(turns)
    assert min(turned.left, turned.top) >= 0
    assert max(turned.left + turned.width, turned.top + turned.height) <= 1 + 1e-9
