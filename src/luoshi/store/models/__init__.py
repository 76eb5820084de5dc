"""Every table, one file a subject."""

from luoshi.store.models.documents import Correction, Document, Lesson, Original, Proposal, Version
from luoshi.store.models.events import Event, SealedEvent, TreeHead, Unsealed
from luoshi.store.models.holidays import HolidayNotice
from luoshi.store.models.jobs import Job
from luoshi.store.models.notices import Delivery, Notification, SavedView, Watch
from luoshi.store.models.tasks import (
    Comment,
    Evidence,
    ExtensionRequest,
    Occurrence,
    Report,
    Scheme,
    Stake,
    Task,
)
from luoshi.store.models.units import FailedSignIn, Holding, Person, Post, Tally, Unit

__all__ = [
    "Comment",
    "Correction",
    "Delivery",
    "Document",
    "Event",
    "Evidence",
    "ExtensionRequest",
    "FailedSignIn",
    "Holding",
    "HolidayNotice",
    "Job",
    "Lesson",
    "Notification",
    "Occurrence",
    "Original",
    "Person",
    "Post",
    "Proposal",
    "Report",
    "SavedView",
    "Scheme",
    "SealedEvent",
    "Stake",
    "Tally",
    "Task",
    "TreeHead",
    "Unit",
    "Unsealed",
    "Version",
    "Watch",
]
