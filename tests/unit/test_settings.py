from __future__ import annotations

from pathlib import Path

import pytest

from kiosk_app import settings
from kiosk_app.settings import Settings, SettingsInvalid, load_settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file of our own in the place of the one in /etc."""
    path = tmp_path / "filing-kiosk.toml"
    monkeypatch.setitem(Settings.model_config, "toml_file", path)
    monkeypatch.setattr(settings, "SETTINGS_FILE", path)
    return path


def test_flags_win_over_the_environment_over_the_file_over_defaults(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings().kiosk_name == "K01"
    file.write_text('kiosk_name = "K02"\nidle_warning_s = 60\n', "utf-8")
    assert load_settings().kiosk_name == "K02"
    monkeypatch.setenv("FILING_KIOSK_KIOSK_NAME", "K03")
    assert load_settings().kiosk_name == "K03"
    assert load_settings(kiosk_name="K04", camera=None) == load_settings(kiosk_name="K04")
    assert load_settings(kiosk_name="K04").idle_warning_s == 60


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("idle_warning_s = 1", "idle_warning_s"),
        ("colour = 'red'", "colour"),
        ("kiosk_name = [", "filing-kiosk.toml"),
    ],
)
def test_a_wrong_setting_is_named(file: Path, text: str, setting: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsInvalid) as caught:
        load_settings()
    assert setting in str(caught.value.facts["setting"])


def test_what_ships_with_the_program_is_found() -> None:
    found = load_settings()
    assert (found.resources / "forms" / "loan.yaml").is_file()
    assert (found.migrations / "kiosk").is_dir()
