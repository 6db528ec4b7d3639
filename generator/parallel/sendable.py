"""Make exceptions of workers ready to be sent to the process of the build."""

from __future__ import annotations

import pickle
import traceback

from generator.core.errors import BackfileError


def sendable(error: BaseException) -> BaseException:
    """Return an exception that can be pickled. One that is no BackfileError has the worker's traceback."""
    if not isinstance(error, Exception):
        return BackfileError(f"{_origin(error)} tried to end the program ({error!r}); nothing was published")
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301, our own
    except Exception:  # for example, its constructor has other parameters
        error = (BackfileError if isinstance(error, BackfileError) else RuntimeError)(str(error))
    if not isinstance(error, BackfileError):
        error.add_note("in a worker process:\n" + "".join(traceback.format_exception(error)))
    return error


def _origin(error: BaseException) -> str:
    """Return the file and line that raised an exception."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename}:{frame.lineno}"
