"""Running the gateway: for good as a command, or beside a demonstration in a thread."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from types import TracebackType

import uvicorn

from kiosk_app.court.gateway.app import create_app, open_gateway
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.domain.errors import EnvironmentFault
from kiosk_app.durable import disk_faults
from kiosk_app.logs import make_logger

_GRACE_S = 10


class PortTaken(EnvironmentFault):
    """The address cannot be listened on. Facts: ``host``, ``port``, ``errno``."""


class CertificateUnusable(EnvironmentFault):
    """The TLS certificate and its key are not there or do not fit. Facts: ``certificate``, ``key``."""


class GatewayStopped(EnvironmentFault):
    """The server ended before it could answer. Facts: ``url``."""


class _Server(uvicorn.Server):
    """Tells when it answers; uvicorn itself has only a flag to look at again and again."""

    def __init__(self, config: uvicorn.Config, on_up: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_up = on_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_up()


def run_gateway(settings: GatewaySettings, *, on_up: Callable[[str], None] = lambda url: None) -> None:
    """Serve until SIGINT or SIGTERM; ``on_up`` is told the URL once requests are answered.

    Raises :class:`PortTaken`, :class:`CertificateUnusable`, ``KeyFileUnusable``, ``DatabaseUnusable`` and
    the faults of ``durable``.
    """
    with _prepared(settings, on_up) as (server, listener, _url):
        server.run([listener])


class GatewayThread:
    """A gateway in a thread of this process, answering from entry to exit of the ``with`` block.

    ``url`` is its base, e.g. ``http://127.0.0.1:41235``. Faults as :func:`run_gateway`, and
    :class:`GatewayStopped`.
    """

    def __init__(self, settings: GatewaySettings) -> None:
        self._settings = settings
        self._stack = contextlib.ExitStack()
        self.url = ""

    def __enter__(self) -> GatewayThread:
        with contextlib.ExitStack() as stack:
            changed = threading.Event()
            server, listener, self.url = stack.enter_context(
                _prepared(self._settings, lambda url: changed.set())
            )

            def serve() -> None:
                try:
                    server.run([listener])
                finally:
                    changed.set()

            thread = threading.Thread(target=serve, name="gateway", daemon=True)

            def stop() -> None:
                server.should_exit = True
                thread.join()

            thread.start()
            stack.callback(stop)
            changed.wait()
            if not server.started:
                raise GatewayStopped(url=self.url)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()


@contextlib.contextmanager
def _prepared(
    settings: GatewaySettings, on_up: Callable[[str], None]
) -> Iterator[tuple[_Server, socket.socket, str]]:
    """A server ready to run on a socket that already listens, and everything closed afterwards."""
    with contextlib.ExitStack() as stack:
        _check_certificate(settings)
        with disk_faults(settings.directory):
            shutil.rmtree(settings.work, ignore_errors=True)  # plain copies left by a crash
            settings.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            stream = stack.enter_context(settings.log_to.open("a")) if settings.log_to else sys.stderr
            log = make_logger(stream)
            gateway = open_gateway(settings, log)
            stack.callback(gateway.sessions.kw["bind"].dispose)
            app = create_app(gateway)
            swept = app.state.upload_files.sweep(gateway.now())
        listener = stack.enter_context(_listen(settings))
        scheme = "https" if settings.certificate else "http"
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        url = f"{scheme}://{host}:{listener.getsockname()[1]}"

        def tell() -> None:
            log.info("up", url=url, swept=swept)
            on_up(url)

        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=_GRACE_S,
            ssl_certfile=settings.certificate,
            ssl_keyfile=settings.certificate_key,
        )
        yield _Server(config, tell), listener, url
        log.info("down", url=url)


def _check_certificate(settings: GatewaySettings) -> None:
    """Say so before anything starts: uvicorn would say it in the middle, in its own words."""
    if settings.certificate is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            settings.certificate, settings.certificate_key
        )
    except OSError as error:  # ssl.SSLError is one, too
        key = settings.certificate_key or settings.certificate
        raise CertificateUnusable(certificate=str(settings.certificate), key=str(key)) from error


def _listen(settings: GatewaySettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's delay of 40 ms on every answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTaken(host=settings.host, port=settings.port, errno=error.errno) from error
    return listener
