"""What was found, taken and probed, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from kiosk_app.capture.take import TakenPage
from kiosk_app.devices.uvc import CameraState
from kiosk_app.domain.code_meaning import meaning_of
from kiosk_app.technician.cameras import ListedCamera, Probe
from kiosk_app.technician.pictures import Found
from kiosk_app.technician.prefills import Prefilled
from kiosk_app.technician.reading import ReadId, ReadPicture, code_sort, value_text
from kiosk_app.ui.messages import Language, finding_words
from kiosk_app.ui.terminal_words import said


def found_lines(found: Found, language: Language) -> Iterator[str]:
    """One line for each outline, or one that says there is none."""
    facts = {"picture": found.picture, "took_ms": found.took_ms}
    if not found.outlines:
        yield said("no_outline", language, **facts)
    for each in found.outlines:
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in each.quad.corners)
        kind, confidence = said(each.kind, language), each.quad.confidence
        yield said("outline", language, kind=kind, confidence=confidence, corners=corners, **facts)


def taken_lines(taken: TakenPage, out: Path, language: Language) -> Iterator[str]:
    for finding in taken.findings:
        yield finding_words(finding, said("this_page", language), language)
    if not taken.findings:
        yield said("no_findings", language)
    yield said("taken", language, out=out)


def read_lines(read: ReadPicture, language: Language) -> Iterator[str]:
    """A head line, then one for each line of print."""
    facts = {"picture": read.picture, "width_px": read.width_px, "height_px": read.height_px}
    place = said("on_page" if read.found else "on_picture", language)
    yield said("read", language, place=place, turns=read.quarter_turns, count=len(read.lines), **facts)
    for line in read.lines:
        yield said("line", language, confidence=line.confidence, box=_box(line.box), text=line.text)
    for code in read.codes:
        yield said(
            "code_line", language, kind=code.kind, box=_box(code.box), says=_code_says(code.text, language)
        )


def id_lines(read: ReadId, language: Language) -> Iterator[str]:
    """A table for each side, then the findings."""
    for path, side in zip(read.pictures, read.sides, strict=True):
        if side is None:
            yield said("no_card_kind", language, picture=path)
            continue
        yield said("card_side", language, picture=path, kind=side.kind, side=said(side.side, language))
        for name, field in side.fields.items():
            value = value_text(field.value) if field.value is not None else said("unread", language)
            box = _box(field.box or ())
            yield said("field", language, name=name, confidence=field.confidence, box=box, value=value)
        for text in side.untrusted:
            yield said("code_says", language, says=_code_says(text, language))
    for finding in read.findings:
        yield finding_words(finding, finding.about or said("this_page", language), language)
    if not read.findings:
        yield said("no_findings", language)


def _code_says(text_untrusted: str, language: Language) -> str:
    meaning = meaning_of(text_untrusted)
    facts = {name: getattr(meaning, name) for name in meaning.__dataclass_fields__}
    return said(f"code_{code_sort(meaning)}", language, **facts)


def _box(box: tuple[int, ...]) -> str:
    return ",".join(map(str, box))


def prefilled_lines(prefilled: Prefilled, language: Language) -> Iterator[str]:
    """What each picture is, then one line for each suggestion."""
    for read in prefilled.read:
        sort = said(read.facts.sort, language)
        yield said("paper", language, picture=read.picture, sort=sort, count=len(read.facts.facts))
        for finding in read.facts.findings:
            yield "  " + finding_words(finding, sort, language)
    for label, value, certain, picture in prefilled.table():
        sure = said("certain" if certain else "compare", language)
        yield said("suggested", language, label=label, value=value, sure=sure, picture=picture)
    if not prefilled.suggested:
        yield said("nothing_suggested", language)


def camera_lines(cameras: Sequence[ListedCamera], language: Language) -> Iterator[str]:
    for camera in cameras:
        yield said("camera", language, name=camera.name, device=camera.device, card=camera.card)
        for mode in camera.modes:
            yield said("mode", language, **asdict(mode))


def probe_lines(probe: Probe, language: Language) -> Iterator[str]:
    height_px, width_px = probe.image.shape[:2]
    yield said("pictures", language, width_px=width_px, height_px=height_px)
    yield said("pace", language, first_ms=probe.first_picture_ms, pictures_a_second=probe.pictures_a_second)
    yield said("brightness", language, brightness=probe.brightness)
    if probe.sharpness is None:
        yield said("no_print", language)
    else:
        yield said("sharpness", language, sharpness=probe.sharpness)
    if probe.state:
        yield from _state_lines(probe.state, language)


def _state_lines(state: CameraState, language: Language) -> Iterator[str]:
    for field in state.differs:
        asked, got = (getattr(mode, field) for mode in (state.asked, state.got))
        own = said("automatic", language)
        yield said(
            "differs",
            language,
            field=said(field, language),
            asked=own if asked is None else asked,
            got=own if got is None else got,
        )
    for remark in sorted(state.remarks):
        yield said("remark", language, remark=said(remark, language))
    if not state.differs and not state.remarks:
        yield said("agrees", language)
