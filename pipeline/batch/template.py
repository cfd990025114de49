"""A process that loads what workers need, once, and forks them: each begins with all of it, in memory that is shared.

Two templates load side by side, and a worker that died is replaced at once. The process that runs them stays light.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection

_ORDER = struct.Struct("!cI")  # what to do, and with which worker
_ANSWER = struct.Struct("!i")  # how a worker ended
_FORK, _END = b"f", b"e"
Serve = Callable[[Connection], None]
LetGo = Callable[[], None]


class Template:
    """The running process. prepare: loads; serve: the life of a worker with its end of a pipe. Both are forked.

    inherited: let go of what the parent holds open of other templates and workers, whose end they would not see else.
    """

    def __init__(self, prepare: Callable[[], None] | None, serve: Serve, inherited: Iterable[LetGo]) -> None:
        self._control, theirs = socket.socketpair()
        context = multiprocessing.get_context("fork")
        self._process = context.Process(
            target=_live, args=(theirs, prepare, serve, [*inherited, self.let_go]), daemon=True
        )
        self._process.start()
        theirs.close()
        self._forked = 0

    def fork(self) -> tuple[int, Connection]:
        """A worker to come: its number, and our end of its pipe, which reads as ended if it cannot be made."""
        ours, theirs = multiprocessing.Pipe()
        self._forked += 1
        with suppress(OSError), theirs:  # OSError: the template is dead, and so is the pipe
            socket.send_fds(self._control, [_ORDER.pack(_FORK, self._forked)], [theirs.fileno()])
        return self._forked, ours

    def end(self, number: int) -> int | None:
        """Kill a worker if need be. Its exit code, or minus its signal; None where the template itself is dead."""
        try:
            self._control.sendall(_ORDER.pack(_END, number))
            answer = self._control.recv(_ANSWER.size, socket.MSG_WAITALL)
        except OSError:
            return None
        return int(_ANSWER.unpack(answer)[0]) if len(answer) == _ANSWER.size else None

    def let_go(self) -> None:
        """Close our end of it, in a process that is not to hold it."""
        self._control.close()

    def close(self) -> None:
        """End the process. Its workers have to be ended before."""
        self._process.kill()
        self._process.join()
        self.let_go()


def _live(
    control: socket.socket, prepare: Callable[[], None] | None, serve: Serve, inherited: Iterable[LetGo]
) -> None:
    """The life of a template: it loads, forks and kills as it is told, and ends with its parent."""
    for let_go in inherited:
        let_go()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if prepare is not None:
        with suppress(Exception):  # whatever it is, a worker meets it again with its first task, and tells
            prepare()
        gc.collect()
        gc.freeze()  # or the first collection in a worker would copy all of it
    workers: dict[int, int] = {}
    while True:
        order, handles, _, _ = socket.recv_fds(control, _ORDER.size, 1)
        if len(order) < _ORDER.size:
            break
        what, number = _ORDER.unpack(order)
        if what == _FORK:
            workers[number] = _fork(control, handles[0], serve)
        else:
            pid = workers.pop(number)
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            control.sendall(_ANSWER.pack(os.waitstatus_to_exitcode(status)))
    for pid in workers.values():
        os.kill(pid, signal.SIGKILL)
    os._exit(0)


def _fork(control: socket.socket, handle: int, serve: Serve) -> int:
    pid = os.fork()
    if pid:
        os.close(handle)
        return pid
    try:
        control.close()
        serve(Connection(handle))
    finally:
        os._exit(1)
