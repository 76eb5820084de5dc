"""What every test may use."""

import signal
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("busy", deadline=None)  # a busy machine is no failure
settings.load_profile("busy")

# Started by a shell with "&" the tests ignore Ctrl-C; the commands they run must not.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared texts beside the repository; a test that needs them says so when they are absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared (samples, originals, gold) is not beside the repository")
    return folder
