"""Composition root of the worker: settings → pool → activities → Worker. Nothing imports it."""

import asyncio
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from temporalio.worker import Interceptor, Worker

from activities.digest.digesting import Digesting
from activities.issuing.issuing import Issuing
from activities.notification.addressbook import SealedAddressBook
from activities.notification.addressing import SECRETARIAT
from activities.notification.sending import Notification
from activities.reconciling import Reconciling
from activities.refreshing import Refreshing
from activities.scoring.comparing import Scoring
from activities.storage.checkpointing import Checkpointing
from activities.storage.record import Record
from activities.storage.storing import Storage
from console.connections import connect_database, connect_temporal, erasures_of
from console.ending import end
from console.exits import Exit
from console.gateway import Gateway
from console.logs import configure_logs
from console.recovery.paths import Paths
from console.recovery.reconciling import Reconciler
from console.recovery.refreshing import Refresher
from console.resuming import resume_persistently
from console.schedules import ensure_persistently
from console.settings import Settings, env_file, settings_from
from console.signing import place_of, signing_of, stamp_of
from console.simulation.skipping.shifted import clock_behind
from domain.schemes import scheme
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.sealing import Sealer
from workflows.certification import CertificationWorkflow
from workflows.checkpoint import CheckpointWorkflow
from workflows.committee_round import RoundWorkflow
from workflows.complaint import ComplaintWorkflow
from workflows.digest import DigestWorkflow
from workflows.reconcile import ReconcileWorkflow
from workflows.refresh import RefreshWorkflow
from workflows.sandbox import sandbox

# Long enough for a letter that is being handed over; the mail server's own limits end it before.
DRAIN = timedelta(seconds=60)


async def run(settings: Settings, interceptors: Sequence[Interceptor] = ()) -> None:
    """Work until SIGINT or SIGTERM, then finish what is begun."""
    stopped = asyncio.Event()
    for signalled in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signalled, stopped.set)
    client = await connect_temporal(settings, env_file())
    async with await connect_database(settings) as pool:
        sealer = Sealer(settings.sealing_key_bytes)
        documents = Documents(settings.documents_url, limit_bytes=settings.document_limit_bytes)
        record = Record(pool, sealer, documents, scheme(), erasures_of(settings))
        gateway = Gateway(client, pool, record, task_queue=settings.task_queue)
        paths = Paths(client)
        reconciling = Reconciling(Reconciler(gateway, paths, pool, place_of(settings)).scheduled)
        refreshing = Refreshing(Refresher(gateway, paths, pool))
        worker = Worker(
            client,
            task_queue=settings.task_queue,
            workflows=[
                CertificationWorkflow,
                RoundWorkflow,
                ComplaintWorkflow,
                RefreshWorkflow,
                ReconcileWorkflow,
                CheckpointWorkflow,
                DigestWorkflow,
            ],
            activities=[
                *_activities(settings, pool, record, sealer, documents),
                reconciling.reconcile,
                refreshing.refresh_path,
            ],
            workflow_runner=sandbox(),
            interceptors=interceptors,
            max_cached_workflows=settings.cached_workflows,
            max_concurrent_activities=settings.simultaneous_activities,
            graceful_shutdown_timeout=DRAIN,
        )
        async with worker, asyncio.TaskGroup() as group:
            # Whatever Temporal lost, its restart included: the ledger knows which paths must run.
            resuming = group.create_task(resume_persistently(gateway, pool, place_of(settings)))
            scheduling = group.create_task(ensure_persistently(client, settings))
            await stopped.wait()
            resuming.cancel()
            scheduling.cancel()


def _activities(
    settings: Settings, pool: Pool, record: Record, sealer: Sealer, documents: Documents
) -> list[Callable[..., Any]]:
    """Every activity there is, on this worker's database and servers."""
    storage = Storage(pool, record)
    checkpointing = Checkpointing(pool, place_of(settings), signing_of(settings), stamp_of(settings))
    book, smtp_url = SealedAddressBook(pool, sealer), settings.smtp_url.get_secret_value()
    addresses = {"public_url": settings.public_url, "secretariat_address": settings.secretariat_address}
    notification = Notification(pool, book, smtp_url=smtp_url, **addresses)
    digesting = Digesting(pool, book, smtp_url=smtp_url, **addresses)
    scoring = Scoring(pool, scheme())
    issuing = Issuing(
        pool, sealer, documents, scheme(), public_url=settings.public_url, secretariat=SECRETARIAT
    )
    return [
        storage.load,
        storage.record,
        checkpointing.publish_checkpoint,
        notification.send_notice,
        digesting.send_digest,
        scoring.score_benchmark,
        issuing.issue_document,
    ]


def main() -> None:
    """Start a worker on the settings of the environment; a simulation's is told how far its clock is behind."""
    settings = settings_from(env_file())
    configure_logs(settings.log_format)
    asyncio.run(run(settings, clock_behind(sys.argv[1:])))
    end(Exit.DONE)


if __name__ == "__main__":
    main()
