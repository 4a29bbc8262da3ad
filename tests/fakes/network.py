"""Real sockets that behave badly: a line that breaks, and servers that answer whatever they like."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType


class _Listener:
    """Accepts connections on a free loopback port in a thread and hands each to :meth:`serve`."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self.port: int = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, connection: socket.socket) -> None:
        raise NotImplementedError

    def __enter__(self) -> _Listener:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in [self._listener, *self._open]:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self._thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            self.serve(connection)


class Answers(_Listener):
    """Answers every request with the same bytes and closes."""

    def __init__(self, answer: bytes) -> None:
        super().__init__()
        self._answer = answer

    def serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            request = b""
            while b"\r\n\r\n" not in request:
                piece = connection.recv(65536)
                if not piece:
                    return
                request += piece
            # The body is taken too, or closing would reset the line before the answer is read.
            head, _, body = request.partition(b"\r\n\r\n")
            length = next(
                (
                    int(line[15:])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length:")
                ),
                0,
            )
            while len(body) < length:
                body += connection.recv(65536)
            connection.sendall(self._answer)


class BreakingLine(_Listener):
    """Forwards to ``port`` and cuts the line once ``after_bytes`` went towards it."""

    def __init__(self, port: int, after_bytes: int) -> None:
        super().__init__()
        self._port = port
        self._left = after_bytes

    def serve(self, connection: socket.socket) -> None:
        upstream = socket.create_connection(("127.0.0.1", self._port))
        self._open.append(upstream)
        threading.Thread(target=_pump_all, args=(upstream, connection), daemon=True).start()
        threading.Thread(target=self._pump, args=(connection, upstream), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while self._left > 0 and (piece := source.recv(min(65536, self._left))):
                self._left -= len(piece)
                target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _pump_all(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
