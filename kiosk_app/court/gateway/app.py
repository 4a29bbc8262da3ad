"""The gateway's HTTP side: design.md, "The wire"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, FastAPI, Path, Query
from fastapi.exceptions import RequestValidationError
from sqlalchemy import select
from starlette.exceptions import HTTPException
from structlog.typing import FilteringBoundLogger

from kiosk_app.court.gateway import enrolment, intake
from kiosk_app.court.gateway.auth import KioskDep
from kiosk_app.court.gateway.database import open_database
from kiosk_app.court.gateway.door import Door
from kiosk_app.court.gateway.keys import load_or_make
from kiosk_app.court.gateway.problems import on_http_exception, on_invalid_request
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.court.gateway.state import Gateway, GatewayDep, utc_now
from kiosk_app.court.gateway.tables import EventRow
from kiosk_app.court.gateway.uploads import UploadFiles, upload_routes
from kiosk_app.court.protocol.wire import (
    PROBLEM_JSON,
    EnrolmentRequest,
    EnrolmentResponse,
    Event,
    EventPage,
    FilingStatus,
    FinaliseRequest,
    Health,
    Problem,
    UuidV7,
)

_EVENTS_A_PAGE = 200
_PROBLEMS = {"default": {"model": Problem, "content": {PROBLEM_JSON: {}}, "description": "RFC 9457"}}
_VERSION = version("filing-kiosk")


def open_gateway(
    settings: GatewaySettings, log: FilteringBoundLogger, now: Callable[[], datetime] = utc_now
) -> Gateway:
    """Folders, keys and database of the court, made where they are missing.

    Raises ``KeyFileUnusable``, ``DatabaseUnusable``, ``OSError``.
    """
    for folder in (
        settings.directory,
        settings.uploads,
        settings.filings,
        settings.quarantine,
        settings.work,
    ):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Gateway(settings, load_or_make(settings), open_database(settings.database), log, now)


def create_app(gateway: Gateway) -> FastAPI:
    """The application over an opened gateway; OpenAPI at ``/openapi.json``."""
    app = FastAPI(title="Filing Hall Gateway", version=_VERSION, docs_url=None, redoc_url=None)
    app.state.gateway = gateway
    files = UploadFiles(gateway.settings.uploads)
    app.state.upload_files = files
    app.include_router(_json_routes(files))
    app.include_router(upload_routes(gateway.settings, files))
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    app.add_middleware(Door, gateway=gateway)
    return app


def _json_routes(files: UploadFiles) -> APIRouter:
    # Plain functions: the framework runs them in worker threads, so opening a dossier blocks nobody.
    routes = APIRouter(prefix="/v1", responses=_PROBLEMS)  # type: ignore[arg-type]

    @routes.get("/health")
    def health(gateway: GatewayDep) -> Health:
        return Health(ok=True, court=gateway.court, version=_VERSION, time=gateway.now())

    @routes.post("/enrolments", status_code=201)
    def enrol(gateway: GatewayDep, request: EnrolmentRequest) -> EnrolmentResponse:
        return enrolment.enrol(gateway, request)

    @routes.put("/filings/{filing_id}")
    def finalise(
        gateway: GatewayDep, kiosk: KioskDep, filing_id: Annotated[UuidV7, Path()], request: FinaliseRequest
    ) -> FilingStatus:
        return intake.finalise(gateway, files, kiosk, filing_id, request)

    @routes.get("/filings/{filing_id}")
    def filing(gateway: GatewayDep, kiosk: KioskDep, filing_id: Annotated[UuidV7, Path()]) -> FilingStatus:
        return intake.status_of(gateway, kiosk, filing_id)

    @routes.get("/events")
    def events(
        gateway: GatewayDep, kiosk: KioskDep, after: Annotated[int, Query(ge=0, lt=2**53)] = 0
    ) -> EventPage:
        return _events(gateway, kiosk.id, after)

    return routes


def _events(gateway: Gateway, kiosk_id: str, after: int) -> EventPage:
    statement = (
        select(EventRow)
        .where(EventRow.kiosk_id == kiosk_id, EventRow.seq > after)
        .order_by(EventRow.seq)
        .limit(_EVENTS_A_PAGE + 1)
    )
    with gateway.sessions() as session:
        rows = session.scalars(statement).all()
    page = tuple(
        Event(seq=row.seq, id=row.id, filing_id=row.filing_id, kind=row.kind, at=row.at, facts=row.facts)
        for row in rows[:_EVENTS_A_PAGE]
    )
    return EventPage(events=page, last=page[-1].seq if page else after, more=len(rows) > _EVENTS_A_PAGE)
