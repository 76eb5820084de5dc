"""Failed sign-ins, counted in the database so that every worker process slows the same guesser down."""

import hashlib
from datetime import datetime, timedelta

from luoshi.followup.ground.writing import writing
from luoshi.store.models import FailedSignIn

MINUTES = 5
_FROM_ONE_ADDRESS, _FROM_ANYWHERE = 5, 50  # failures for one name


def _keys(username: str, address: str) -> tuple[str, str]:
    """Return what a try is counted under: the name with the address it came from, and the name alone."""
    name = " ".join(username.split()).casefold()[:60]
    told = (f"{name}\n{address}", name)
    return hashlib.sha256(told[0].encode()).hexdigest(), hashlib.sha256(told[1].encode()).hexdigest()


def is_closed(username: str, address: str, *, now: datetime) -> bool:
    """Tell whether too many tries failed for a name, whether or not somebody has that name."""
    since = now - timedelta(minutes=MINUTES)
    limits = (_FROM_ONE_ADDRESS, _FROM_ANYWHERE)
    return any(
        FailedSignIn.objects.filter(key=key, at__gt=since).count() >= limit
        for key, limit in zip(_keys(username, address), limits, strict=True)
    )


def note_failure(username: str, address: str, *, now: datetime) -> None:
    """Count a failure; those too old to matter go."""
    with writing():
        FailedSignIn.objects.filter(at__lte=now - timedelta(minutes=MINUTES)).delete()
        FailedSignIn.objects.bulk_create(FailedSignIn(key=key, at=now) for key in _keys(username, address))


def note_success(username: str, address: str) -> None:
    """Forget the failures of who got in, from where they came; a guesser elsewhere is counted on."""
    with writing():
        FailedSignIn.objects.filter(key=_keys(username, address)[0]).delete()
