"""The kiosk's resources with a form that says more than the real one."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.kiosks import RESOURCES


def resources_with(folder: Path, form_id: str, more: str) -> Path:
    """Resources in ``folder`` like the real ones, with ``more`` at the top of one form's file."""
    folder.mkdir()
    for part in RESOURCES.iterdir():
        if part.name != "forms":
            (folder / part.name).symlink_to(part)
    (folder / "forms").mkdir()
    for file in (RESOURCES / "forms").iterdir():
        text = file.read_text("utf-8")
        (folder / "forms" / file.name).write_text(more + text if file.stem == form_id else text, "utf-8")
    return folder


NOTICES = """\
notices:
  - id: rights
    title: 诉讼权利义务告知
    article: 民事诉讼法第52条
    print: true
    text:
      - 您有权委托代理人，提出回避申请，收集、提供证据，进行辩论，请求调解。
      - 您应当遵守诉讼秩序，履行发生法律效力的判决书、裁定书和调解书。
  - id: cash
    title: 现金交付的借款
    article: 民间借贷规定第15条
    print: true
    text: [用现金交付的，法院会问钱从哪里来、在哪里交的。]
    when: {contract.delivery: [cash]}
  - id: calm
    title: 只在屏幕上看的提示
    article: 民事诉讼法第13条
    text: [请照实说。]
"""
