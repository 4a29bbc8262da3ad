"""One typed settings object: defaults, then /etc/filing-kiosk.toml, then the environment, then flags."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from kiosk_app.domain.errors import InputFault

SETTINGS_FILE = Path("/etc/filing-kiosk.toml")
_PACKAGE = Path(__file__).parent


class SettingsInvalid(InputFault):
    """A setting is not what it must be. Facts: ``setting``, ``problem``."""


def _shipped(name: str) -> Path:
    """A folder that ships with the program: inside an installed package, beside it in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def _data_directory() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "filing-kiosk"


class Settings(BaseSettings):
    """How this kiosk is set up. In the environment each name begins with ``FILING_KIOSK_``."""

    model_config = SettingsConfigDict(
        env_prefix="FILING_KIOSK_", toml_file=SETTINGS_FILE, extra="forbid", frozen=True
    )

    data_directory: Path = Field(default_factory=_data_directory)
    """Where the encrypted database, its key file and the sealed dossiers lie."""
    resources: Path = Field(default_factory=lambda: _shipped("resources"))
    migrations: Path = Field(default_factory=lambda: _shipped("migrations"))
    court_id: str = "demo-district"
    """Which court of resources/courts this kiosk files with."""
    kiosk_name: str = "K01"
    """Stands at the head of each receipt number."""
    camera: str = "uvc:auto"
    """``uvc:NAME`` as ``kiosk-app capture camera --list`` tells it (``uvc:auto`` where there is only one),
    ``folder:DIR`` or ``video:FILE``."""
    portrait_camera: str | None = None
    """A second camera that faces the visitor, named like ``camera``. Opened only to be probed, so far."""
    camera_width_px: int = Field(default=1_920, ge=320, le=16_384)
    camera_height_px: int = Field(default=1_080, ge=240, le=16_384)
    camera_frames_a_second: int = Field(default=30, ge=1, le=240)
    camera_pixel_format: str = Field(default="MJPG", pattern="^[A-Z0-9]{4}$")
    camera_exposure: int | None = Field(default=None, ge=1)
    """In 0.1 ms; the camera's own choice where it is not set."""
    camera_focus: int | None = Field(default=None, ge=0)
    """From 0, far; for a stand whose height never changes. Automatic where it is not set."""
    auto_capture: bool = True
    """Pages are taken by themselves when they lie still; a visitor may switch it on and off."""
    card_reader: str = ""
    """``NAME`` or ``NAME:OPTIONS`` of an installed plug-in (docs/card_reader.md), or ``folder:DIR``, which
    stands in for one. None where it is empty: cards are read by the camera."""
    printer: str = ""
    """What prints on sheets of A4: ``cups:QUEUE`` (docs/printer.md), or ``folder:DIR``, which stands in for
    one. None where it is empty."""
    receipt_printer: str = ""
    """What prints receipts on a roll of 80 mm, named like ``printer``; that one does where it is empty."""
    court_ca: Path | None = None
    """The certificate authority of the court's server, if it is not a public one."""
    full_screen: bool = True
    idle_warning_s: int = Field(default=90, ge=15, le=3600)
    idle_countdown_s: int = Field(default=30, ge=10, le=600)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: Any) -> Settings:
    """The settings with these flags on top. Raises :class:`SettingsInvalid`."""
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsInvalid(setting=".".join(map(str, first["loc"])), problem=first["msg"]) from error
    except (OSError, ValueError) as error:
        raise SettingsInvalid(setting=str(SETTINGS_FILE), problem=str(error)) from error
