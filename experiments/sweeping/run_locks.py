"""Who has which run in hand: one lock a run, all in one file, let go by the system at death.

A lock is on the byte whose number is the run's position, so there is nothing to clean up: when a
driver ends, however it ends, its bytes are free. Locks hold between processes and, on a shared
folder with locks (NFS 4, Lustre with flock), between machines.
"""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

from experiments.durable import StoreTrouble

_TAKEN = (errno.EACCES, errno.EAGAIN)


class RunLocks:
    """The locks of one driver. One object a process and store: the system counts processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise StoreTrouble(f"{path} cannot be opened ({error.strerror})") from None

    def take(self, position: int) -> bool:
        """Take a run in hand; False if another driver has it."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, position)
        except OSError as error:
            if error.errno in _TAKEN:
                return False
            where = f"{self._path} cannot be locked ({error.strerror})"
            raise StoreTrouble(f"{where}: a sweep needs a folder with file locks") from None
        return True

    def give_back(self, position: int) -> None:
        """Let a run go, finished or not."""
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, position)

    def close(self) -> None:
        """Let everything go."""
        os.close(self._file)
