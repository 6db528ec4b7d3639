"""Connect to a Dask cluster, and make sure that its workers do what this machine would do."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from generator.cluster import local_worker
from generator.cluster.shared_disk import Probe, probed
from generator.cluster.versions import SAME_VERSIONS, differences, different_versions, own_versions
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.parallel.executor import Executor, executor

#: Starts so many workers on this machine, for a try.
_LOCAL = re.compile(r"local:([1-9]\d?)")
_INSTALL = "--cluster needs the extra `cluster`: pip install 'backfile[cluster]'"
#: The size of a message from which on Dask warns.
_LARGE_GRAPH = "distributed.admin.large-graph-warning-threshold"
_NO_SCHEDULER = (
    "no scheduler answers there ({}). Give the address that `dask scheduler` prints, such as "
    "tcp://10.0.0.1:8786, or local:4 for a try"
)
_NO_CERTIFICATES = (
    "the certificates in Dask's settings can't be used ({}). Set distributed.comm.tls.ca-file, client.cert "
    "and client.key (https://distributed.dask.org/en/stable/tls.html)"
)
_WORKERS = "start some with `dask worker {address} --nworkers -1 --nthreads 1`"


@contextmanager
def connected(
    address: str, shared: SitePaths | None = None, check: Callable[[], None] | None = None
) -> Iterator[Callable[[int], Executor]]:
    """Connect to a scheduler, or start a cluster for `local:4`; yield what makes the executors of a build.

    Workers whose versions differ are refused before anything is read, with a `shared` archive those that
    do not see it, and those on which a `check` raises BackfileError. Time limits, TLS and all else about
    connections are Dask's own settings. Raises BackfileError.
    """
    distributed = _distributed()
    from dask import config
    from dask.utils import parse_timedelta

    patience = parse_timedelta(config.get("distributed.comm.timeouts.connect"))
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        stack.enter_context(config.set({_LARGE_GRAPH: "1 TB"}))  # Sources of posts are meant to travel.
        client = stack.enter_context(_client(distributed, address))
        _wait(client, address, patience)
        versions = own_versions()
        _compare(client, versions)
        probe = stack.enter_context(probed(shared)) if shared else None
        if probe:
            _prove(client, probe)
        if check:
            _check(client, check)
        from generator.cluster.executor import ClusterExecutor
        from generator.cluster.worker_job import Conditions

        conditions = Conditions(versions, probe)
        yield lambda workers: ClusterExecutor(client, executor(workers, forks=False), conditions, patience)


def _distributed() -> Any:
    """Import Dask: late, since it takes half a second; as `Any`, since half of it has no types."""
    try:
        import distributed
    except ImportError:
        raise BackfileError(_INSTALL) from None
    return distributed


@contextmanager
def _client(distributed: Any, address: str) -> Iterator[Any]:
    """Yield a client of the cluster at an address."""
    local = _LOCAL.fullmatch(address)
    if address.startswith("tls://"):
        _check_certificates(distributed, address)
    with ExitStack() as stack:
        scheduler = stack.enter_context(_started(distributed, int(local[1]))) if local else address
        try:
            client = distributed.Client(scheduler, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise BackfileError(f"--cluster {address}: {_NO_SCHEDULER.format(error)}") from None
        yield stack.enter_context(client)


def _check_certificates(distributed: Any, address: str) -> None:
    """Raise BackfileError if Dask has no certificates; a client that finds that out waits for a minute."""
    try:
        found = distributed.Security().get_connection_args("client").get("ssl_context")
    except (OSError, ValueError) as error:
        raise BackfileError(f"--cluster {address}: {_NO_CERTIFICATES.format(error)}") from None
    if found is None:
        raise BackfileError(f"--cluster {address}: {_NO_CERTIFICATES.format('there are none')}")


@contextmanager
def _started(distributed: Any, workers: int) -> Iterator[Any]:
    """Start a cluster of processes on this machine, and stop it at the end."""
    with distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
        preload=local_worker.__name__,
    ) as cluster:
        yield cluster


def _wait(client: Any, address: str, patience: float) -> None:
    """Wait for the first worker. Raises BackfileError."""
    try:
        client.wait_for_workers(1, timeout=patience)
    except (TimeoutError, OSError):
        cure = _WORKERS.format(address=address)
        raise BackfileError(
            f"--cluster {address}: the scheduler has no workers, also after {patience:g} seconds; {cure}"
        ) from None


def _compare(client: Any, here: Mapping[str, str]) -> None:
    """Ask all workers for their versions. Raises BackfileError, which names a worker that differs."""
    names = client.scheduler_info()["workers"]
    for address, there in sorted(client.run(own_versions, on_error="return").items()):
        name = names.get(address, {}).get("name", address)
        worker = address if name == address else f"{address} ({name})"
        if isinstance(there, BaseException):
            raise BackfileError(
                f"the worker {worker} has no version of Backfile that could be compared ({there}); "
                f"{SAME_VERSIONS}"
            )
        wrong = list(differences(here, there))
        if wrong:
            raise BackfileError(different_versions(worker, wrong))


def _prove(client: Any, probe: Probe) -> None:
    """Have all workers read and write in the archive. Raises BackfileError if one can't."""
    answers = client.run(probe.answer, on_error="return").values()
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    probe.confirm(list(answers))


def _check(client: Any, check: Callable[[], None]) -> None:
    """Have all workers check something. Raises BackfileError, which names the first one that fails."""
    for address, answer in sorted(client.run(check, on_error="return").items()):
        if isinstance(answer, BaseException):
            raise BackfileError(f"the worker {address}: {answer}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the client's own lines off the terminal: what matters is in our messages."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
