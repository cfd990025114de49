"""How much memory a worker may take. On Linux; elsewhere the system has no such limit, or does not keep it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

MEGABYTES = 2000  # beyond what a worker begins with; a document of 20 MB takes a few hundred


def limit_memory(megabytes: int) -> bool:
    """Let this process take so much more address space than it has; beyond that it meets MemoryError.

    Whether there is such a limit now. It can be lifted again, as the one of the PDF reader's child process is.
    """
    if sys.platform != "linux":
        return False
    import resource

    with suppress(OSError, ValueError):  # no /proc, or a lower limit that is not ours to lift
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        wanted = pages * os.sysconf("SC_PAGE_SIZE") + (megabytes << 20)
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        lowest = min((one for one in (soft, hard, wanted) if one != resource.RLIM_INFINITY), default=wanted)
        resource.setrlimit(resource.RLIMIT_AS, (lowest, hard))
        return True
    return False
